import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type BatchContext, FetchedRecord } from "../../src/kafka/reading/fetched_record.ts";
import { FrameWriter } from "../../src/pipeline/encode.ts";
import { enrich } from "../../src/pipeline/enrich.ts";
import { LocaleTexts } from "../../src/pipeline/locale_texts.ts";
import { fateOf } from "../../src/pipeline/login_fate.ts";
import { fieldIndex, unknownLocale } from "../../src/pipeline/login_fields.ts";
import { loginFrameBytes, writeLoginFrame } from "../../src/pipeline/login_frame.ts";
import { LoginScan } from "../../src/pipeline/login_scan.ts";
import { LoginTimes } from "../../src/pipeline/login_time.ts";
import type { InputRecord } from "../../src/pipeline/record.ts";
import { Rejection } from "../../src/pipeline/rejection.ts";
import { avroType } from "../../src/pipeline/schemas.ts";
import { twoStages } from "../../src/pipeline/two_stages.ts";
import { families } from "../hostile/corpus.ts";
import { inventedRegistry } from "../hostile/known_schemas.ts";
import { anyLogin, damaged } from "../support/arbitraries.ts";
import { inputBatch, json, login, utf8 } from "../support/logins.ts";
import { StageDriver } from "../support/pipeline_driver.ts";
import { codecsOf, windowedSettings } from "../support/pipeline_settings.ts";

const schema = { type: avroType("EnrichedLogin"), id: 0x01_02_03_f4 };
const [scan, locales] = [new LoginScan(), new LocaleTexts()];
const anySource = fc.record({ partition: fc.nat(), offset: fc.maxSafeNat().map((n) => n >>> 1) });
const noCodecs = new Map();
const maxValueBytes = 1_048_576;

/** The outputs of the strict path for a value, or its fate. */
function strictly(value: Uint8Array, source: { partition: number; offset: number }) {
  const fate = fateOf(value, noCodecs, maxValueBytes);
  if (fate instanceof Rejection || typeof fate === "string") return fate;
  const { locale, userId, timestampMs } = fate;
  const enriched = enrich(fate, new LoginTimes().textOf(timestampMs), source);
  return {
    locale,
    key: utf8(userId),
    timestampMs,
    frame: new FrameWriter().frame(schema, enriched),
  };
}

/** The same for a value that the scan has read. */
function scannedLogin(source: { partition: number; offset: number }) {
  if (!scan.isKept) return "filtered";
  const { bytes, starts, ends, timestampMs } = scan;
  const text = locales.textOf(bytes, starts[fieldIndex.locale]!, ends[fieldIndex.locale]!);
  const locale = text === "" ? unknownLocale : text;
  const room = new Uint8Array(3 + loginFrameBytes(scan, locale));
  const made = { scan, locale, times: new LoginTimes(), source };
  const frame = room.subarray(3, writeLoginFrame(room, 3, schema.id, made));
  return { locale, key: bytes.slice(starts[0], ends[0]), timestampMs, frame };
}

/** Whether the scan read a value; it must then give the same result as the strict path. */
function agrees(
  value: Uint8Array,
  source = { partition: 3, offset: 41 },
  around = utf8('"}'),
): boolean {
  const bytes = new Uint8Array([...around, ...value, ...around]);
  const isTaken = scan.read(bytes, around.length, around.length + value.length);
  if (!isTaken) return false;
  const made = scannedLogin(source);
  const wanted = strictly(value, source);
  assertEquals(typeof made === "string" ? made : plain(made), plain(wanted));
  return true;
}

function plain(made: unknown): unknown {
  if (typeof made !== "object" || made === null || !("frame" in made)) return made;
  const { frame, key, ...rest } = made as { frame: Uint8Array; key: Uint8Array };
  return { ...rest, frame: frame.toHex(), key: key.toHex() };
}

const space = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom("", "", " ", "\n", "\t\r") },
  { weight: 1, arbitrary: fc.constantFrom("\f", "\u00a0", ",", "\u0000") },
);
const token = fc.oneof(
  fc.constantFrom(
    "null",
    "true",
    "0",
    "-0",
    "00",
    "1.5",
    "1e3",
    "[]",
    "{}",
    '""',
    '"',
    '"android"',
  ),
  fc.constantFrom(
    '"a\\nb"',
    '"\\u0061"',
    '"é"',
    '"\u0001"',
    '"\u007f"',
    '"iOS"',
    '"null"',
    "nul",
    "n",
  ),
  fc.integer({ min: -1, max: 253402300800 }).map(String),
  fc.integer({ min: -1, max: 253402300800 }).map((n) => `"${n}"`),
  fc.constantFrom(
    '"000000000009"',
    '"0000000000009"',
    "253402300799",
    "253402300800",
    "9999999999999",
  ),
  fc.string({ maxLength: 70 }).map((text) => JSON.stringify(text)),
  fc.integer({ min: 0, max: 5000 }).map((length) => `"${"x".repeat(length)}"`),
);
const name = fc.oneof(
  fc.constantFrom(...Object.keys(login)),
  fc.constantFrom(
    "User_id",
    "user_idx",
    "user_i",
    "device_",
    "",
    "__proto__",
    "user\\u005fid",
    "x",
  ),
);

/** Logins as JSON with members that are sometimes moved, replaced, repeated or left out. */
const anyMembers = fc.tuple(
  anyLogin.map((each) => Object.entries({ ...login, ...each })),
  fc.array(fc.tuple(fc.nat(7), fc.option(fc.tuple(name, token))), { maxLength: 3 }),
  fc.nat(6),
  fc.boolean(),
).map(([entries, changes, turn, isAscii]) => {
  const members = (isAscii ? Object.entries(login) : entries)
    .map(([name, value]) => [name, JSON.stringify(value)] as [string, string]);
  for (const [at, change] of changes) {
    members.splice(at, change ? at % 2 : 1, ...(change ? [change] : []));
  }
  return [...members.slice(turn), ...members.slice(0, turn)];
});

const anyJsonLogin = fc.tuple(anyMembers, fc.array(space, { minLength: 4, maxLength: 9 })).map(
  ([members, spaces]) => {
    let i = 0;
    const s = () => spaces[i++ % spaces.length];
    const texts = members.map(([name, raw]) => `${s()}"${name}"${s()}:${s()}${raw}${s()}`);
    return utf8(`{${texts.join(",")}}${s()}`);
  },
);

Deno.test("LoginScan reads the same login as the strict path", () => {
  const value = fc.oneof(anyJsonLogin, damaged(anyJsonLogin), damaged(fc.constant(json(login))));
  let taken = 0;
  fc.assert(
    fc.property(value, anySource, fc.uint8Array({ maxLength: 9 }), (value, source, around) => {
      if (agrees(value, source, around)) taken++;
    }),
    { numRuns: 3000 },
  );
  assert(taken > 300, `only ${taken} of 3000 were read where they lie`);
});

Deno.test("hostile values that LoginScan accepts have the same fate on the strict path", () => {
  const registry = inventedRegistry();
  const taken = ["JSON syntax", "JSON texts", "JSON fields", "JSON damage", "timestamps", "frames"]
    .flatMap((family) => [...families[family]!(registry)])
    .filter(([, value]) => value !== null && agrees(value));
  assert(taken.length > 50, `only ${taken.length} were read where they lie`);
});

Deno.test("LoginScan treats any byte at any position as the strict path does", () => {
  const whole = json({ ...login, user_id: "u", ip: "1", device_id: "d", app_version: "2" });
  for (let at = 0; at < whole.length; at++) {
    for (let byte = 0; byte < 256; byte++) agrees(whole.with(at, byte));
  }
  for (let end = 0; end < whole.length; end++) agrees(whole.slice(0, end));
});

Deno.test("LoginScan accepts common logins", () => {
  const { device_type: _, ...withoutDevice } = login;
  const { locale: __, ...withoutLocale } = login;
  const usual = [
    login,
    withoutDevice,
    withoutLocale,
    { ...login, locale: null, timestamp: "1720576825" },
    { ...login, device_type: "iOS", locale: "" },
  ];
  for (const each of usual) assert(agrees(json(each)), JSON.stringify(each));
  assert(agrees(utf8(JSON.stringify(login, null, 2))));
});

Deno.test("a value among other bytes gives the same records as by itself", () => {
  const { enrich } = twoStages(windowedSettings);
  const values = fc.array(fc.option(fc.oneof(anyJsonLogin, fc.uint8Array()), { freq: 9 }));
  fc.assert(fc.property(values, (values) => {
    const alone = inputBatch(values.map((value) => value && Buffer.from(value)));
    const records = [...placedRecords(alone.records)];
    const [wanted, made] = [alone, { ...alone, records }].map((batch) => {
      const driver = new StageDriver(enrich, codecsOf);
      return [driver.process(batch), driver.facts, driver.memos];
    });
    assertEquals(made, wanted);
  }));
});

/** The same records in one shared buffer. */
function* placedRecords(records: readonly InputRecord[]): Generator<FetchedRecord> {
  const bytes = Buffer.concat(records.map(({ value }) => value ?? Buffer.alloc(0)));
  let valueStart = 0;
  for (const { offset, timestamp, value, headers } of records) {
    const valueEnd = valueStart + (value?.length ?? -1);
    const place = { bytes, keyStart: 0, keyEnd: -1, valueStart, valueEnd };
    yield new FetchedRecord(offset, timestamp, place, headers, {} as BatchContext);
    valueStart += value?.length ?? 0;
  }
}
