import { assertEquals } from "@std/assert";
import { isFrame, schemaIdOf } from "../../../src/pipeline/frame.ts";

Deno.test("a value whose first byte is 0 is a frame; any other is JSON", () => {
  assertEquals(isFrame(new Uint8Array([0])), true);
  for (const first of [1, 0x7b, 0xff]) assertEquals(isFrame(new Uint8Array([first, 0])), false);
  assertEquals(isFrame(new Uint8Array()), false);
});

Deno.test("a schema id is the big-endian int32 after the first byte", () => {
  assertEquals(schemaIdOf(new Uint8Array([0, 0, 0, 0, 1])), 1);
  assertEquals(schemaIdOf(new Uint8Array([0, 1, 2, 3, 4, 99])), 0x01020304);
  assertEquals(schemaIdOf(new Uint8Array([0, 0x7f, 255, 255, 255])), 2 ** 31 - 1);
  assertEquals(schemaIdOf(new Uint8Array([0, 255, 255, 255, 255])), -1);
});

Deno.test("a frame of fewer than five bytes has no schema id", () => {
  for (let length = 1; length < 5; length++) assertEquals(schemaIdOf(new Uint8Array(length)), null);
});
