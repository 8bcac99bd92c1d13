import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { LoginStream, type Mixture } from "../../../src/generator/login_stream.ts";
import { FrameWriter } from "../../../src/pipeline/encode.ts";
import { isFrame } from "../../../src/pipeline/frame.ts";
import { fateOf, type LoginFate } from "../../../src/pipeline/login_fate.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import { inputBatch } from "../../support/logins.ts";
import { codecsOf, schemaIds } from "../../support/pipeline_settings.ts";

const userLogin = { type: avroType("UserLogin"), id: schemaIds.UserLogin };
const good: Mixture = { seed: 1, avroRatio: 0, badRatio: 0 };

function take(length: number, mixture: Mixture, schema: typeof userLogin | null = userLogin) {
  const stream = new LoginStream(mixture, schema);
  const frames = new FrameWriter();
  return Array.from({ length }, () => stream.next(1720576825, frames));
}

function fateOfValue(value: Uint8Array): LoginFate {
  return fateOf(value, codecsOf(inputBatch([value])), 1_048_576);
}

Deno.test("a login stream repeats its records for the same seed and differs for another", () => {
  const mixture = { seed: 3, avroRatio: 0.5, badRatio: 0.1 };
  assertEquals(take(50, mixture), take(50, mixture));
  assertNotEquals(take(50, mixture), take(50, { ...mixture, seed: 4 }));
});

Deno.test("a login stream without bad records has only valid logins, as JSON and as Avro", () => {
  for (const avroRatio of [0, 1]) {
    const records = take(300, { ...good, avroRatio });
    assert(records.every(({ value }) => isFrame(value) === (avroRatio === 1)));
    assert(records.every(({ value }) => !(fateOfValue(value) instanceof Rejection)));
  }
});

Deno.test("a login stream has the requested shares", () => {
  const records = take(2_000, { seed: 1, avroRatio: 0.3, badRatio: 0.2 });
  const fates = records.map(({ value }) => fateOfValue(value));
  const bad = fates.filter((fate) => fate instanceof Rejection).length;
  const avro =
    records.filter(({ value }, i) => isFrame(value) && !(fates[i] instanceof Rejection)).length;
  assert(Math.abs(bad / 2_000 - 0.2) < 0.03, `${bad} bad`);
  assert(Math.abs(avro / (2_000 - bad) - 0.3) < 0.03, `${avro} Avro`);
});

Deno.test("a login stream uses the user as the key of valid and invalid logins", () => {
  for (const { key, value } of take(100, good)) {
    assertEquals(JSON.parse(new TextDecoder().decode(value)).user_id, key);
  }
  assert(take(100, { ...good, badRatio: 1 }).every(({ key }) => key.length === 36));
});

Deno.test("a login stream without a registered schema is all JSON", () => {
  assert(take(100, { ...good, avroRatio: 1 }, null).every(({ value }) => !isFrame(value)));
});
