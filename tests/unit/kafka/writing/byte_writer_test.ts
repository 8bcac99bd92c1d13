import { assertEquals, assertThrows } from "@std/assert";
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

Deno.test("ByteWriter makes room for each field when the buffer is full", () => {
  const fields: Record<string, (writer: ByteWriter) => void> = {
    "01": (writer) => writer.int8(1),
    "0001": (writer) => writer.int16(1),
    "00000001": (writer) => writer.int32(1),
    "0000000000000001": (writer) => writer.int64(1),
    "000161": (writer) => writer.nullableString("a"),
    "61": (writer) => writer.bytes("a", 1),
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
