import { assert, assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { codecOf } from "../../../../src/kafka/compression/codecs.ts";
import streams from "./java_streams.json" with { type: "json" };
import { javaText } from "./text.ts";

const numbers = { gzip: 1, snappyRaw: 2, snappyXerial: 2, lz4Kafka: 3, lz4Checksums: 3, zstd: 4 };
const noLimit = 2 ** 30;

for (const [stream, number] of Object.entries(numbers)) {
  const bytes = Buffer.from(streams[stream as keyof typeof numbers], "base64");

  Deno.test(`codecs read what Java compressed: ${stream}`, () => {
    assert(codecOf(number)!.decompress(bytes, noLimit).equals(javaText()));
  });

  Deno.test(`codecs inflate a stream up to its limit and no further: ${stream}`, () => {
    const size = javaText().length;
    assertEquals(codecOf(number)!.decompress(bytes, size).length, size);
    assertThrows(() => codecOf(number)!.decompress(bytes, size - 1), Error);
  });
}

Deno.test("the codec in a batch's attributes is none, a known one, or an error", () => {
  assertEquals(codecOf(0), null);
  assertEquals(codecOf(0x10), null);
  assertEquals(codecOf(0x11), codecOf(1));
  assertThrows(() => codecOf(5), Error, "compression 5 is unknown");
});

for (const number of [1, 4]) {
  Deno.test(`codec ${number} reads what it compresses`, () => {
    const codec = codecOf(number)!;
    const compressed = codec.compress(javaText());
    assert(compressed.length < javaText().length / 10);
    assert(codec.decompress(compressed, noLimit).equals(javaText()));
  });
}

for (const number of [2, 3]) {
  Deno.test(`codec ${number} refuses to compress`, () => {
    assertThrows(() => codecOf(number)!.compress(javaText()), Error, "is not supported");
  });
}

Deno.test("the gzip codec throws for a stream with a wrong byte", () => {
  const bytes = Buffer.from(streams.gzip, "base64");
  bytes[300]! ^= 1;
  assertThrows(() => codecOf(1)!.decompress(bytes, noLimit), Error);
});
