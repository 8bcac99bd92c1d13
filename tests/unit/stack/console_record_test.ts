import { assertEquals, assertThrows } from "@std/assert";
import { parseBytes, parseConsoleRecord } from "../../../src/stack/console_record.ts";

Deno.test("a record is read with its place, headers, key and value", () => {
  const line =
    "CreateTime:5\tPartition:1\tOffset:9007199254740993\ta:x,y:z\x1fb:\\x00\tkey\t\\xFF\\x5C";
  assertEquals(parseConsoleRecord(line), {
    timestampMs: 5,
    partition: 1,
    offset: 9007199254740993n,
    headers: [["a", new TextEncoder().encode("x,y:z")], ["b", Uint8Array.of(0)]],
    key: new TextEncoder().encode("key"),
    value: Uint8Array.of(0xff, 0x5c),
  });
});

Deno.test("a record without headers has none", () => {
  const { headers } = parseConsoleRecord("CreateTime:5\tPartition:0\tOffset:0\tNO_HEADERS\t\t");
  assertEquals(headers, []);
});

Deno.test("null, empty and the word null are three values", () => {
  assertEquals(parseBytes("\\x1Enull\\x1E"), null);
  assertEquals(parseBytes(""), new Uint8Array());
  assertEquals(parseBytes("null"), new TextEncoder().encode("null"));
});

Deno.test("a line that is no record is not taken for one", () => {
  assertThrows(() => parseConsoleRecord("Processed a total of 2 messages"), Error, "fields");
});
