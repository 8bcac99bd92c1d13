import { assertEquals } from "@std/assert";
import { crc32c } from "../../../../src/kafka/compression/crc32c.ts";

const check = new TextEncoder().encode("123456789");

Deno.test("crc32c() gives the checksums of RFC 3720, appendix B.4", () => {
  const zeros = new Uint8Array(32);
  const ones = new Uint8Array(32).fill(0xff);
  const rising = Uint8Array.from({ length: 32 }, (_, i) => i);
  assertEquals(crc32c(zeros, 0, 32), 0x8a9136aa);
  assertEquals(crc32c(ones, 0, 32), 0x62a8ab43);
  assertEquals(crc32c(rising, 0, 32), 0x46dd794e);
  assertEquals(crc32c(rising.toReversed(), 0, 32), 0x113fdb5c);
});

Deno.test("crc32c() gives the standard check value, and 0 for no bytes", () => {
  assertEquals(crc32c(check, 0, 9), 0xe3069283);
  assertEquals(crc32c(check, 0, 0), 0);
});

Deno.test("crc32c() covers only the bytes between start and end, wherever they are", () => {
  for (let start = 0; start < 40; start++) {
    const bytes = new Uint8Array(start + 9 + 7).fill(0x5a);
    bytes.set(check, start);
    assertEquals(crc32c(bytes, start, start + 9), 0xe3069283);
    assertEquals(crc32c(bytes.subarray(start), 0, 9), 0xe3069283);
  }
});
