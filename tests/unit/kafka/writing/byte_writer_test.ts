import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  ByteWriter,
  sizeOfVarint,
  sizeOfVarlong,
} from "../../../../src/kafka/writing/byte_writer.ts";

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter(1);
  writer.reserve(10);
  write(writer);
  return writer.buffer.toString("hex");
}

Deno.test("ByteWriter writes varints with zigzag and as short as possible", () => {
  const known = { 0: "00", "-1": "01", 1: "02", 63: "7e", 64: "8001", "-65": "8101" };
  for (const [value, hex] of Object.entries(known)) {
    assertEquals(written((writer) => writer.varint(Number(value))), hex);
    assertEquals(written((writer) => writer.varlong(Number(value))), hex);
  }
  assertEquals(written((writer) => writer.varint(2147483647)), "feffffff0f");
  assertEquals(written((writer) => writer.varint(-2147483648)), "ffffffff0f");
});

Deno.test("ByteWriter writes the difference of any two timestamps as a varlong", () => {
  assertEquals(written((writer) => writer.varlong(2147483648)), "8080808010");
  assertEquals(written((writer) => writer.varlong(-1_720_576_825_000)), "cfdaf6a59364");
});

Deno.test("the size of a varint is the number of bytes written", () => {
  for (let bits = 0; bits < 31; bits++) {
    for (const value of [2 ** bits, 2 ** bits - 1, -(2 ** bits), -(2 ** bits) - 1]) {
      assertEquals(written((writer) => writer.varint(value)).length / 2, sizeOfVarint(value));
    }
  }
  for (let bits = 0; bits < 52; bits++) {
    for (const value of [2 ** bits, 2 ** bits - 1, -(2 ** bits), -(2 ** bits) - 1]) {
      assertEquals(written((writer) => writer.varlong(value)).length / 2, sizeOfVarlong(value));
    }
  }
});

Deno.test("ByteWriter keeps the sign of an int64", () => {
  assertEquals(written((writer) => writer.int64(-1)), "ffffffffffffffff");
  assertEquals(written((writer) => writer.int64(2 ** 53 - 1)), "001fffffffffffff");
  assertEquals(written((writer) => writer.int64(-(2 ** 40) - 1)), "fffffeffffffffff");
});

Deno.test("ByteWriter keeps written bytes when the buffer grows", () => {
  const writer = new ByteWriter(2);
  for (let i = 0; i < 1000; i++) writer.int16(i);
  assertEquals(writer.size(), 2000);
  for (let i = 0; i < 1000; i++) assertEquals(writer.buffer.readInt16BE(2 * i), i);
});

Deno.test("ByteWriter writes a text after its length in bytes, and null as -1", () => {
  assertEquals(written((writer) => writer.nullableString("zö")), "00037ac3b6");
  assertEquals(written((writer) => writer.nullableString(null)), "ffff");
});

/** By the definition: seven bits a byte, the lowest first, the high bit on all bytes but the last. */
function base128(value: number): string {
  const bytes: number[] = [];
  for (let rest = BigInt(value); rest > 0n || bytes.length === 0; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn));
  }
  return new Uint8Array(bytes.map((each, at) => at < bytes.length - 1 ? each | 0x80 : each))
    .toHex();
}

const anySize = fc.oneof(
  fc.nat(2 ** 32 - 1),
  fc.nat(31).map((bits) => 2 ** bits),
  fc.nat(31).map((bits) => 2 ** bits - 1),
  fc.constant(2 ** 32 - 1),
);

Deno.test("ByteWriter writes an unsigned varint as short as possible, up to 32 bits", () => {
  fc.assert(fc.property(anySize, (value) => {
    assertEquals(written((writer) => writer.uvarint(value)), base128(value));
  }));
  assertEquals(written((writer) => writer.uvarint(300)), "ac02");
});

Deno.test("a wide unsigned varint takes five bytes and has the same value", () => {
  fc.assert(fc.property(anySize, (value) => {
    const hex = written((writer) => writer.wideUvarint(value));
    assertEquals(hex.length, 10);
    const bytes = Uint8Array.fromHex(hex);
    assertEquals(bytes.map((byte) => byte >> 7), new Uint8Array([1, 1, 1, 1, 0]));
    assertEquals(bytes.reduceRight((high, byte) => high * 0x80 + (byte & 0x7f), 0), value);
  }));
});

Deno.test("ByteWriter writes a compact text after its length in bytes plus one, and null as 0", () => {
  assertEquals(written((writer) => writer.compactString("zö")), "047ac3b6");
  assertEquals(written((writer) => writer.compactString("")), "01");
  assertEquals(written((writer) => writer.compactString(null)), "00");
  const long = written((writer) => writer.compactString("x".repeat(127)));
  assertEquals(long, "8001" + "78".repeat(127));
});

Deno.test("ByteWriter writes a compact array after its length plus one", () => {
  const numbers = (...items: number[]) =>
    written((writer) => writer.compactArray(items, (item) => writer.int16(item)));
  assertEquals(numbers(), "01");
  assertEquals(numbers(1, 2), "0300010002");
});

Deno.test("ByteWriter makes room for each field when the buffer is full", () => {
  const fields: Record<string, (writer: ByteWriter) => void> = {
    "01": (writer) => writer.int8(1),
    "0001": (writer) => writer.int16(1),
    "00000001": (writer) => writer.int32(1),
    "0000000000000001": (writer) => writer.int64(1),
    "000161": (writer) => writer.nullableString("a"),
    "61": (writer) => writer.bytes("a", 1),
    "8102": (writer) => writer.uvarint(257),
    "8182808000": (writer) => writer.wideUvarint(257),
    "0261": (writer) => writer.compactString("a"),
    "00": (writer) => writer.tags(),
  };
  for (const [hex, write] of Object.entries(fields)) {
    const writer = new ByteWriter(0);
    write(writer);
    assertEquals(writer.buffer.toString("hex"), hex);
  }
});

Deno.test("ByteWriter needs room to write before the first byte, and keeps it when the buffer grows", () => {
  const writer = new ByteWriter(0, 3);
  writer.int16(0x0304);
  writer.prepend(new Uint8Array([1, 2]));
  for (let i = 5; i < 200; i++) writer.int8(i % 128);
  assertEquals(writer.buffer.toString("hex", 0, 5), "0102030405");
  assertEquals(writer.size(), 199);
  assertThrows(() => writer.prepend(new Uint8Array(2)), RangeError, "no room");
});
