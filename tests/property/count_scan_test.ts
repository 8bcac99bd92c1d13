import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { buildCodec } from "../../src/pipeline/avro_codec.ts";
import type { CountEntry } from "../../src/pipeline/count_entry.ts";
import { readCount } from "../../src/pipeline/count_record.ts";
import { scanCount } from "../../src/pipeline/count_scan.ts";
import { FrameWriter } from "../../src/pipeline/encode.ts";
import { avroType } from "../../src/pipeline/schemas.ts";
import { anyText, damaged } from "../support/arbitraries.ts";
import { utf8 } from "../support/logins.ts";

const schema = { type: avroType("LocaleCount"), id: 0x01_02_03_f4 };
const codecs = new Map([[schema.id, buildCodec(schema.type, schema.type)]]);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const anyLong = fc.oneof(
  fc.integer({ min: -1, max: 300 }),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 }),
);
const aLocale = fc.oneof(fc.constantFrom("CA", "NY", ""), anyText);
const anyFields = fc.record({
  locale: aLocale,
  count: anyLong,
  window_start: fc.option(anyLong),
  window_end: fc.option(anyLong),
  last_login: anyLong,
});
const anyFrame = anyFields.map((fields) => new FrameWriter().frame(schema, fields));
const usual = { locale: "CA", count: 300, window_start: null, window_end: null, last_login: 1 };

/** Whether the scan read a record; it must then give the same result as the strict path. */
function agrees(key: Uint8Array, value: Uint8Array, around = Uint8Array.of(2)): boolean {
  const bytes = Buffer.from([...around, ...key, ...around, ...value, ...around]);
  const [keyStart, valueStart] = [around.length, 2 * around.length + key.length];
  const [keyEnd, valueEnd] = [keyStart + key.length, valueStart + value.length];
  const scanned = scanCount({ bytes, keyStart, keyEnd, valueStart, valueEnd }, schema.id);
  if (scanned !== null) assertEquals(scanned, strictly(key, value));
  return scanned !== null;
}

function strictly(key: Uint8Array, value: Uint8Array): CountEntry | null {
  try {
    return readCount(decoder.decode(key), value, codecs);
  } catch {
    return null;
  }
}

Deno.test("scanCount() reads the same count as the strict path", () => {
  const anyKey = fc.oneof(aLocale.map(utf8), fc.uint8Array({ maxLength: 9 }));
  const value = fc.oneof(anyFrame, damaged(anyFrame), fc.uint8Array());
  let taken = 0;
  fc.assert(
    fc.property(anyKey, value, fc.uint8Array({ maxLength: 9 }), (key, value, around) => {
      if (agrees(key, value, around)) taken++;
    }),
    { numRuns: 3000 },
  );
  assert(taken > 300, `only ${taken} of 3000 were read where they lie`);
});

Deno.test("scanCount() treats any byte at any position as the strict path does", () => {
  const windowed = { ...usual, window_start: 60_000, window_end: 120_000 };
  for (const fields of [usual, windowed]) {
    const whole = new FrameWriter().frame(schema, fields);
    for (let at = 0; at < whole.length; at++) {
      for (let byte = 0; byte < 256; byte++) agrees(utf8("CA"), whole.with(at, byte));
    }
    for (let end = 0; end < whole.length; end++) agrees(utf8("CA"), whole.slice(0, end));
  }
});

Deno.test("scanCount() accepts common counts", () => {
  const windowed = { ...usual, window_start: 60_000, window_end: 120_000 };
  const [count, inWindow] = [usual, windowed].map((each) => new FrameWriter().frame(schema, each));
  assert(agrees(utf8("CA"), count!));
  assert(agrees(utf8("CA@1970-01-01T00:01:00.000Z"), inWindow!));
  assert(!agrees(utf8("é"), count!));
});

Deno.test("scanCount() leaves longs beyond avsc's range to the strict path", () => {
  for (const count of [2 ** 53 - 2, 2 ** 53 - 1, 2 ** 53, 2 ** 55]) {
    const varint = [];
    for (let rest = BigInt(count) * 2n; varint.length === 0 || rest > 0n; rest >>= 7n) {
      varint.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    }
    const body = [4, 0x43, 0x41, ...varint, 0, 0, 2];
    const isTaken = agrees(utf8("CA"), Uint8Array.of(0, 1, 2, 3, 0xf4, ...body));
    assertEquals(isTaken, count < 2 ** 53 - 1, String(count));
  }
});
