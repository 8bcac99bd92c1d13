import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import { inputForm } from "../../../src/preview/input_form.ts";

const form = (text: string) => inputForm("it", new TextEncoder().encode(text));

Deno.test("inputForm() reads one record per line as is, whatever the lines hold", () => {
  for (const text of ["", "\n", '{"a":1}\n{"b":2}', "[1]\n", "nonsense", '{"a":\n', " {}\n"]) {
    assertEquals(form(text), { json: "lines" }, text);
  }
});

Deno.test("inputForm() recognizes an array of logins and multi-line JSON by how they begin", () => {
  for (const text of ["[", "[]", '[{"a":1}]', " \r\n[\r\n {"]) {
    assertEquals(form(text), { json: "array" }, text);
  }
  for (const text of ["{\n", '{ \r\n  "a": 1']) assertEquals(form(text), { json: "objects" }, text);
});

Deno.test("inputForm() recognizes UTF-16 with and without a byte order mark", () => {
  const units = (littleEndian: boolean, text: string) => {
    const view = new DataView(new ArrayBuffer(2 * text.length));
    [...text].forEach((c, i) => view.setUint16(2 * i, c.charCodeAt(0), littleEndian));
    return new Uint8Array(view.buffer);
  };
  for (const text of ['\ufeff{"a"', '{"a"']) {
    assertEquals(inputForm("it", units(true, text)), { text: "utf-16le" });
    assertEquals(inputForm("it", units(false, text)), { text: "utf-16be" });
  }
});

Deno.test("inputForm() rejects an input that is not text and names its format", () => {
  for (
    const [bytes, says] of [
      [[0x50, 0x41, 0x52, 0x31], "it is a Parquet file"],
      [[0x4f, 0x62, 0x6a, 0x01], "it is an Avro file"],
      [[0, 0, 0, 0, 7, 2], "like an Avro record"],
      [[0x50, 0x4b, 3, 4], "decompress it first"],
      [[0x7b, 0x22, 0], "it is not a text file"],
    ] as const
  ) assertThrows(() => inputForm("it", new Uint8Array(bytes)), UsageError, says);
});
