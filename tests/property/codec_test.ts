import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { buildCodec } from "../../src/pipeline/avro_codec.ts";
import { decode } from "../../src/pipeline/decode.ts";
import { FrameWriter } from "../../src/pipeline/encode.ts";
import { avroType, type RecordName, schemaTexts } from "../../src/pipeline/schemas.ts";
import { anyLogin, anyText } from "../support/arbitraries.ts";
import { avroFrame } from "../support/avro_frame.ts";
import { inputBatch, json, utf8, withoutUnset } from "../support/logins.ts";
import { codecsOf } from "../support/pipeline_settings.ts";

// avsc writes longs up to 2^53 - 2, and nothing written here is negative.
const anyLong = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 });
const anyTime = fc.option(anyLong);

const ownRecords: Record<Exclude<RecordName, "UserLogin">, fc.Arbitrary<object>> = {
  EnrichedLogin: fc.record({
    user_id: anyText,
    app_version: anyText,
    device_type: anyText,
    ip: anyText,
    locale: anyText,
    device_id: anyText,
    timestamp: anyLong,
    login_time: anyText,
    source_partition: fc.integer(),
    source_offset: anyLong,
  }),
  LocaleCount: fc.record({
    locale: anyText,
    count: anyLong,
    window_start: anyTime,
    window_end: anyTime,
    last_login: anyLong,
  }),
  LocaleDelta: fc.record({
    locale: anyText,
    window_start: anyTime,
    window_end: anyTime,
    delta: anyLong,
    last_login: anyLong,
  }),
};

function decoded(value: Uint8Array): unknown {
  return withoutUnset(decode(value, codecsOf(inputBatch([value])), 1_000_000));
}

/** The same JSON with all non-ASCII characters escaped. */
function escaped(text: string): string {
  return text.replaceAll(/[^ -~]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""));
}

Deno.test("any login in Avro is read as it was written", () => {
  fc.assert(fc.property(anyLogin, (login) => assertEquals(decoded(avroFrame(login)), login)));
});

Deno.test("any login in JSON is read as it was written, escaped or not", () => {
  fc.assert(fc.property(anyLogin, (login) => {
    assertEquals(decoded(json(login)), login);
    assertEquals(decoded(utf8(escaped(JSON.stringify(login)))), login);
  }));
});

for (const [name, anyRecord] of Object.entries(ownRecords)) {
  Deno.test(`any ${name} is read as it was written`, () => {
    const type = avroType(name as RecordName);
    const codec = buildCodec(JSON.parse(schemaTexts[name as RecordName]), type);
    const writer = new FrameWriter();
    fc.assert(fc.property(anyRecord, (record) => {
      const body = writer.frame({ type, id: 7 }, record).subarray(5);
      const read: object | null = codec.status === "usable" ? { ...codec.decode(body) } : null;
      assertEquals(read, record);
    }));
  });
}
