import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { ByteReader } from "../../../../src/kafka/protocol/byte_reader.ts";
import { readerOf } from "./frames.ts";

function reader(hex: string): ByteReader {
  return new ByteReader(Buffer.from(hex, "hex"));
}

const reads: Record<string, (reader: ByteReader) => unknown> = {
  int16: (reader) => reader.int16(),
  int32: (reader) => reader.int32(),
  int64: (reader) => reader.int64(),
  nullableString: (reader) => reader.nullableString(),
  array: (reader) => reader.array((each) => each.int16()),
  uvarint: (reader) => reader.uvarint(),
  compactString: (reader) => reader.compactString(),
  compactArray: (reader) => reader.compactArray((each) => each.int16()),
  tags: (reader) => reader.tags(),
};

const whole: Record<keyof typeof reads, string> = {
  int16: "0001",
  int32: "00000001",
  int64: "0000000000000001",
  nullableString: "000161",
  array: "000000020001ffff",
  uvarint: "ffffffff0f",
  compactString: "0361c3",
  compactArray: "030001ffff",
  tags: "01e80703010203",
};

for (const [name, read] of Object.entries(reads)) {
  Deno.test(`ByteReader throws for each ${name} that is cut off`, () => {
    const hex = whole[name]!;
    read(reader(hex));
    for (let length = 0; length < hex.length; length += 2) {
      assertThrows(() => read(reader(hex.slice(0, length))), RangeError, "ends too soon");
    }
  });
}

Deno.test("ByteReader reads null texts and null arrays as null and as empty", () => {
  assertEquals(reader("ffff").nullableString(), null);
  assertEquals(reader("00").compactString(), null);
  assertEquals(reader("ffffffff").array((each) => each.int16()), []);
  assertEquals(reader("00").compactArray((each) => each.int16()), []);
});

Deno.test("ByteReader refuses a length beyond the answer at once, however large it is", () => {
  assertThrows(() => reader("7fff61").nullableString(), RangeError);
  assertThrows(() => reader("7fffffff00").array((each) => each.int16()), RangeError);
  assertThrows(() => reader("ffffffff0f61").compactString(), RangeError);
  assertThrows(() => reader("01e807ffffffff0f").tags(), RangeError);
});

Deno.test("ByteReader passes tagged fields that nobody reads, and hands over the others", () => {
  const bytes = "0202020141e8070301020300ff";
  const passing = reader(bytes);
  passing.tags();
  assertEquals(passing.int16(), 0xff);
  const found: (string | number)[] = [];
  const reading = reader(bytes);
  reading.tags((tag, field) => {
    found.push(tag);
    if (tag === 2) found.push(field.int16());
  });
  assertEquals(found, [2, 0x0141, 1000]);
  assertEquals(reading.int16(), 0xff);
});

Deno.test("a tagged field cannot be read beyond its end", () => {
  assertThrows(() => reader("010101ffff").tags((_, field) => field.int16()), RangeError);
});

const text = fc.string({ unit: "binary", maxLength: 300 });

Deno.test("ByteReader reads what ByteWriter writes", () => {
  fc.assert(fc.property(fc.option(text), fc.array(text), fc.nat(2 ** 31 - 1), (one, many, size) => {
    const reader = readerOf((writer) => {
      writer.compactString(one);
      writer.compactArray(many, (each) => writer.compactString(each));
      writer.uvarint(size);
      writer.wideUvarint(size);
      writer.tags();
      writer.nullableString(one);
      writer.int64(2n ** 63n - 1n);
      writer.int16(-2);
    });
    assertEquals(reader.compactString(), one?.toWellFormed() ?? null);
    assertEquals(reader.compactArray((each) => each.compactString()), many.map(wellFormed));
    assertEquals([reader.uvarint(), reader.uvarint()], [size, size]);
    reader.tags();
    assertEquals(reader.nullableString(), one?.toWellFormed() ?? null);
    assertEquals([reader.int64(), reader.int16()], [2n ** 63n - 1n, -2]);
  }));
});

function wellFormed(text: string): string {
  return text.toWellFormed();
}
