import fc from "fast-check";
import type { InputBatch, InputRecord } from "../../src/pipeline/record.ts";
import { avroFrame } from "./avro_frame.ts";
import { inputRecord, json, login } from "./logins.ts";

// fast-check's own unit "binary" takes a second to build.
const codePoint = fc.integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

/** Texts of any characters, including those that decoders tend to drop or replace. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: codePoint, maxLength: 40 }),
  fc.constantFrom("\uFEFF", "\uFEFFCA", "\uFFFD", "\u0000", "😀", "x".repeat(70), "é".repeat(70)),
);

const someText = anyText.filter((text) => text !== "");

/** Logins that fit the contract, android or not. */
export const anyLogin = fc.record({
  user_id: someText,
  app_version: someText,
  device_type: fc.oneof(fc.constantFrom("android", "iOS", null), anyText),
  ip: someText,
  locale: fc.option(anyText),
  device_id: someText,
  timestamp: fc.integer({ min: 0, max: 253402300799 }),
});

/** Logins of few locales within 45 minutes, so that windows fill, close and expire. */
const busyLogin = fc.record({
  user_id: fc.constantFrom("u1", "u2", "u3"),
  locale: fc.constantFrom("CA", "NY", "\uFEFFCA", "CA@1970-01-01T00:00:00.000Z", null),
  device_type: fc.constantFrom("android", "android", "android", "iOS"),
  timestamp: fc.oneof(fc.constantFrom(0, 30, 90, 900, 1800), fc.integer({ min: 0, max: 2700 })),
}).map((varied) => ({ ...login, ...varied }));

const busyValue: fc.Arbitrary<Uint8Array | null> = fc.oneof(
  { weight: 8, arbitrary: busyLogin.map(json) },
  { weight: 8, arbitrary: busyLogin.map(avroFrame) },
  { weight: 1, arbitrary: busyLogin.map((each) => json({ ...each, ip: "" })) },
  { weight: 1, arbitrary: fc.uint8Array() },
  { weight: 1, arbitrary: fc.constant(null) },
);

const recordTime = fc.oneof(fc.constant(3_000_000), fc.integer({ min: 0, max: 3_000_000 }));

/** What a partition of `user-login` may hold: mostly logins, including late and early ones. */
export const anyRecords: fc.Arbitrary<InputRecord[]> = fc
  .array(fc.tuple(busyValue, recordTime), { maxLength: 60 })
  .map((drafts) =>
    drafts.map(([value, timestamp], offset) => inputRecord(value, { offset, timestamp }))
  );

/** Numbers for cutting a list; see {@linkcode cut}. */
export const anyCuts: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 12 }), {
  minLength: 1,
  maxLength: 10,
});

/** Cuts a list into pieces of the given lengths, repeatedly. */
export function cut<T>(list: readonly T[], lengths: readonly number[]): T[][] {
  const pieces: T[][] = [];
  for (let start = 0; start < list.length;) {
    const length = lengths[pieces.length % lengths.length]!;
    pieces.push(list.slice(start, start + length));
    start += length;
  }
  return pieces;
}

/** Records as batches of one partition. */
export function batches(
  records: readonly InputRecord[],
  lengths: readonly number[],
  partition = 2,
): InputBatch[] {
  return cut(records, lengths).map((piece) => ({ topic: "user-login", partition, records: piece }));
}

/** Bytes with some of them changed, removed or added. */
export function damaged(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 3 }),
    insert: fc.array(fc.constantFrom(0, 1, 2, 3, 0x22, 0x5c, 0x7f, 0x80, 0xc3, 0xff), {
      maxLength: 3,
    }),
  });
  return fc.tuple(bytes, fc.array(damage, { maxLength: 3 })).map(([whole, damages]) => {
    const rest = [...whole];
    for (const { at, remove, insert } of damages) {
      rest.splice(Math.floor(at * rest.length), remove, ...insert);
    }
    return new Uint8Array(rest);
  });
}
