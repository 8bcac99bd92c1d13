import { assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { lz4 } from "../../../../src/kafka/compression/lz4.ts";
import { xxhash32 } from "../../../../src/kafka/compression/xxhash32.ts";
import streams from "./java_streams.json" with { type: "json" };
import { hex } from "./text.ts";

const noLimit = 2 ** 30;
const independent = "60 40";
const linked = "40 40";
/** A match of eight bytes four back, then the literal that must end a block. */
const repeat = "04 0400 10 7a";

/** A frame of blocks, with the descriptor's checksum and the lengths filled in. */
function frame(descriptor: string, blocks: readonly string[], tail = ""): Buffer {
  const checksum = xxhash32(hex(descriptor)) >>> 8 & 0xff;
  const sized = blocks.map((block) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(hex(block).length);
    return length.toString("hex") + block;
  });
  return hex(
    `04224d18 ${descriptor} ${checksum.toString(16).padStart(2, "0")} ${
      sized.join("")
    } 00000000 ${tail}`,
  );
}

function text(bytes: Buffer): string {
  return lz4.decompress(bytes, noLimit).toString();
}

Deno.test("LZ4 stores bytes that would not get smaller", () => {
  const stored = lz4.decompress(Buffer.from(streams.lz4Stored, "base64"), noLimit);
  assertEquals(stored.length, 60);
  assertEquals(stored.toString("hex", 0, 4), "73d51abb");
});

Deno.test("LZ4 reads a match that overlaps itself", () => {
  assertEquals(text(frame(independent, ["1f 61 0100 05 10 7a"])), "a".repeat(25) + "z");
});

Deno.test("LZ4 lets a block refer to the previous one only if the frame links its blocks", () => {
  const blocks = ["40 61626364", repeat];
  assertEquals(text(frame(linked, blocks)), "abcdabcdabcdz");
  assertThrows(
    () => text(frame(independent, blocks)),
    Error,
    "refer to a position outside the output",
  );
});

Deno.test("LZ4 reads a frame without blocks as empty", () => {
  assertEquals(text(frame(independent, [])), "");
});

Deno.test("LZ4 verifies the checksum of a block", () => {
  const body = "40 61626364";
  const descriptor = "70 40";
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(xxhash32(hex(body)));
  const head = frame(descriptor, []).subarray(0, 7).toString("hex");
  const good = `${head} 05000000 ${body} ${sum.toString("hex")} 00000000`;
  assertEquals(text(hex(good)), "abcd");
  assertThrows(() => text(hex(good.replace("61626364", "61626365"))), Error, "wrong checksum");
});

Deno.test("LZ4 verifies the size and the checksum of the content", () => {
  const body = ["40 61626364"];
  assertEquals(text(frame("68 40 0400000000000000", body)), "abcd");
  assertThrows(
    () => text(frame("68 40 0500000000000000", body)),
    Error,
    "has 4 bytes, but its header says 5",
  );
  assertThrows(() => text(frame("64 40", body, "00000000")), Error, "wrong checksum");
});

Deno.test("LZ4 throws for corrupt frames", () => {
  assertThrows(() => text(hex("")), Error, "not an lz4 frame");
  assertThrows(() => text(hex("04224d19 60 40 82 00000000")), Error, "not an lz4 frame");
  assertThrows(() => text(hex("04224d18 60 40 83 00000000")), Error, "wrong checksum");
  assertThrows(() => text(frame("a0 40", [])), Error, "unsupported version");
  assertThrows(() => text(frame("61 40", [])), Error, "dictionary");
  assertThrows(() => text(frame("60 30", [])), Error, "no block size");
});

Deno.test("LZ4 throws for corrupt blocks", () => {
  const corrupt = {
    "40 616263": "cut off",
    "f0": "cut off",
    "f0 ff": "cut off",
    "10 61 01": "cut off",
    "40 61626364 00": "cut off",
    "10 61 0000 10 7a": "refer to a position outside the output",
    "10 61 0200 10 7a": "refer to a position outside the output",
    [`1f 61 0100 ${"ff".repeat(300)} 00 10 7a`]: "more than the allowed 65536 bytes",
  };
  for (const [bytes, complaint] of Object.entries(corrupt)) {
    assertThrows(() => text(frame(independent, [bytes])), Error, complaint, bytes);
  }
});

Deno.test("LZ4 throws for a frame that is truncated anywhere", () => {
  const whole = Buffer.from(streams.lz4Kafka, "base64");
  for (let end = 0; end < whole.length; end++) {
    assertThrows(() => text(whole.subarray(0, end)), Error);
  }
});
