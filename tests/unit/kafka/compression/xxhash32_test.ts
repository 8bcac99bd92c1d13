import { assertEquals } from "@std/assert";
import { xxhash32 } from "../../../../src/kafka/compression/xxhash32.ts";

function hash(text: string): string {
  return xxhash32(new TextEncoder().encode(text)).toString(16);
}

Deno.test("xxhash32() gives the known hashes of texts with and without whole stripes", () => {
  assertEquals(hash(""), "2cc5d05");
  assertEquals(hash("a"), "550d7456");
  assertEquals(hash("abc"), "32d153ff");
  assertEquals(hash("Nobody inspects the spammish repetition"), "e2293b2f");
});
