import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { decodeJson } from "../../src/pipeline/decode_json.ts";
import type { OutputRecord } from "../../src/pipeline/record.ts";
import { Rejection } from "../../src/pipeline/rejection.ts";
import { twoStages } from "../../src/pipeline/two_stages.ts";
import {
  anyCuts,
  anyLogin,
  anyRecords,
  anyText,
  batches,
  damaged,
} from "../support/arbitraries.ts";
import { avroFrame } from "../support/avro_frame.ts";
import { inputBatch, json, utf8 } from "../support/logins.ts";
import { PipelineDriver, StageDriver } from "../support/pipeline_driver.ts";
import { codecsOf, readOutput, windowedSettings } from "../support/pipeline_settings.ts";

const anyValue = fc.oneof(
  fc.uint8Array(),
  fc.uint8Array().map((bytes) => new Uint8Array([0, ...bytes])),
  damaged(anyLogin.map(json)),
  damaged(anyLogin.map(avroFrame)),
  fc.json().map(utf8),
);

/** The numbers of fates in some facts, added up. */
function fates(facts: Readonly<Record<string, number>>): number {
  const isFate = (fact: string) =>
    ["enriched", "filtered", "tombstone"].includes(fact) || fact.startsWith("rejected.");
  return Object.entries(facts).reduce((sum, [fact, n]) => sum + (isFate(fact) ? n : 0), 0);
}

function isEnrichedLogin(output: OutputRecord): boolean {
  return "login_time" in readOutput(output);
}

/** Whether each string in a value has only complete surrogate pairs. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every((entry) => entry.every(isWellFormed));
}

Deno.test("any bytes have exactly one fate and never throw", () => {
  const { enrich } = twoStages(windowedSettings);
  fc.assert(
    fc.property(anyValue, (value) => {
      const driver = new StageDriver(enrich, codecsOf);
      driver.process(inputBatch([value]));
      assertEquals(fates(driver.facts), 1);
    }),
    { numRuns: 300 },
  );
});

Deno.test("fates, records written and counts add up to what was read", () => {
  const stages = twoStages(windowedSettings);
  fc.assert(fc.property(anyRecords, anyCuts, (records, cuts) => {
    const driver = new PipelineDriver(stages, "deltas", codecsOf);
    const outputs = batches(records, cuts).flatMap((batch) => driver.process(batch));
    const { facts } = driver.enrich;
    assertEquals([fates(facts), facts["read"] ?? 0], [records.length, records.length]);
    const { enriched = 0, filtered = 0, tombstone = 0 } = facts;
    const written = Map.groupBy(outputs, ({ topic }) => topic);
    const output = written.get("processed-data-topic") ?? [];
    assertEquals(output.filter(isEnrichedLogin).length, enriched);
    const deadLetters = written.get("user-login-dlq")?.length ?? 0;
    assertEquals(enriched + filtered + tombstone + deadLetters, records.length);
    const counts = [...driver.count.memos.keys()].flatMap((partition) => [
      ...driver.count.state(partition).entries(),
    ]);
    const allTime = counts.filter(({ window }) => window === null);
    assertEquals(allTime.reduce((sum, { count }) => sum + count, 0), enriched);
  }));
});

Deno.test("decodeJson() accepts only strict UTF-8 and valid JSON, and reads the same as JSON.parse", () => {
  const anyJson = fc.oneof(
    fc.json(),
    fc.dictionary(anyText, fc.jsonValue()).map((each) => JSON.stringify(each)),
  );
  fc.assert(
    fc.property(damaged(anyJson.map(utf8)), (bytes) => {
      const read = decodeJson(bytes);
      if (read instanceof Rejection) return;
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      assertEquals(read, JSON.parse(text));
      assertEquals(isWellFormed(read), true);
    }),
    { numRuns: 300 },
  );
});

Deno.test("decodeJson() reads any object of well-formed texts", () => {
  fc.assert(fc.property(fc.dictionary(anyText, fc.oneof(anyText, fc.double())), (record) => {
    assertEquals(decodeJson(json(record)), JSON.parse(JSON.stringify(record)));
  }));
});
