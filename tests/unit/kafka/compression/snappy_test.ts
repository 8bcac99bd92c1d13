import { assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { snappy } from "../../../../src/kafka/compression/snappy.ts";
import streams from "./java_streams.json" with { type: "json" };
import { hex } from "./text.ts";

const noLimit = 2 ** 30;
const xerialHeader = "82 534e41505059 00 00000001 00000001";

function text(bytes: string): string {
  return snappy.decompress(hex(bytes), noLimit).toString();
}

Deno.test("Snappy reads a literal and each of the three kinds of copies", () => {
  assertEquals(text("03 08 616263"), "abc");
  assertEquals(text("08 08 616263 05 03"), "abcabcab");
  assertEquals(text("08 08 616263 12 0300"), "abcabcab");
  assertEquals(text("08 08 616263 13 03000000"), "abcabcab");
});

Deno.test("Snappy reads a copy that overlaps itself", () => {
  assertEquals(text("0a 00 61 22 0100"), "a".repeat(10));
});

Deno.test("Snappy reads the length of a literal from one to four bytes", () => {
  const letters = "78".repeat(64);
  for (const tag of ["f0 3f", "f4 3f00", "f8 3f0000", "fc 3f000000"]) {
    assertEquals(text(`40 ${tag} ${letters}`), "x".repeat(64));
  }
});

Deno.test("Snappy reads an empty block and a stream without blocks as empty", () => {
  assertEquals(text("00"), "");
  assertEquals(text(xerialHeader), "");
});

Deno.test("Snappy joins the blocks of a stream", () => {
  assertEquals(text(`${xerialHeader} 00000005 03 08 616263 00000003 01 00 64`), "abcd");
});

Deno.test("Snappy throws for corrupt blocks", () => {
  const corrupt = {
    "": "has no length",
    "ffffffffff": "has no length",
    "03 08 6162": "cut off",
    "03 f0": "cut off",
    "08 08 616263 05": "cut off",
    "08 08 616263 05 04": "refer to a position outside the output",
    "08 08 616263 12 0000": "refer to a position outside the output",
    "04 08 616263": "shorter than it says",
    "02 08 616263": "more than the allowed 2 bytes",
    "07 08 616263 05 03": "more than the allowed 7 bytes",
    [`${xerialHeader} 0000`]: "cut off",
    [`${xerialHeader} 00000009 03 08 616263`]: "cut off",
    [`${xerialHeader} fffffff0 03 08 616263`]: "cut off",
  };
  for (const [bytes, complaint] of Object.entries(corrupt)) {
    assertThrows(() => text(bytes), Error, complaint, bytes);
  }
});

Deno.test("Snappy refuses a block that claims more than the limit, before inflating it", () => {
  assertThrows(
    () => snappy.decompress(hex("ffffffff07 00 61"), 1000),
    Error,
    "more than the allowed 1000",
  );
});

Deno.test("Snappy throws for a block that is truncated anywhere", () => {
  const block = Buffer.from(streams.snappyRaw, "base64");
  for (let end = 0; end < block.length; end++) {
    assertThrows(() => snappy.decompress(block.subarray(0, end), noLimit), Error);
  }
});
