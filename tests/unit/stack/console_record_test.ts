import { assertEquals, assertThrows } from "@std/assert";
import { parseBytes, parseConsoleRecord } from "../../../src/stack/console_record.ts";

Deno.test("a console record has its position, headers, key and value", () => {
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

Deno.test("a console record without headers has none", () => {
  const { headers } = parseConsoleRecord("CreateTime:5\tPartition:0\tOffset:0\tNO_HEADERS\t\t");
  assertEquals(headers, []);
});

Deno.test("a console record distinguishes null, empty and the text null", () => {
  assertEquals(parseBytes("\\x1Enull\\x1E"), null);
  assertEquals(parseBytes(""), new Uint8Array());
  assertEquals(parseBytes("null"), new TextEncoder().encode("null"));
});

Deno.test("a console line that is not a record is ignored", () => {
  assertThrows(() => parseConsoleRecord("Processed a total of 2 messages"), Error, "fields");
});
