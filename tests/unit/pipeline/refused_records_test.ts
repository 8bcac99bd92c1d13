import { assertEquals } from "@std/assert";
import { RefusedRecords } from "../../../src/pipeline/refused_records.ts";
import { twoStages } from "../../../src/pipeline/two_stages.ts";
import { inputBatch, json, login } from "../../support/logins.ts";
import { pipelineSettings } from "../../support/pipeline_settings.ts";

const stage = twoStages(pipelineSettings).enrich;
const batch = inputBatch([
  json(login),
  json(login),
  json({}),
  json({ ...login, device_type: "ios" }),
]);

function factsOf(refuses: (offset: number) => boolean) {
  const judged = { ...batch, refuses: ({ offset }: { offset: number }) => refuses(offset) };
  return stage.process(stage.begin(""), judged, new Map());
}

Deno.test("a rejected timestamp affects only a login that would be enriched, which is not counted", () => {
  const { facts, outputs } = factsOf(() => true);
  assertEquals(facts, {
    read: 4,
    filtered: 1,
    "rejected.MISSING_FIELD": 1,
    "rejected.RECORD_TIME_REFUSED": 2,
  });
  assertEquals(outputs.map(({ topic }) => topic), Array(3).fill("user-login-dlq"));
});

Deno.test("dead letters show which timestamps were rejected, so the core repeats the same results", () => {
  const { outputs } = factsOf((offset) => offset === 1);
  const refused = new RefusedRecords(batch.topic);
  for (const { headers } of outputs) refused.take(headers);
  assertEquals(refused.rulesOf(0), {});
  const rules = refused.rulesOf(batch.partition);
  assertEquals(batch.records.filter((record) => rules.refuses!(record)).map((r) => r.offset), [1]);
  assertEquals(stage.process(stage.begin(""), { ...batch, ...rules }, new Map()).outputs, outputs);
  const other = new RefusedRecords("another");
  for (const { headers } of outputs) other.take(headers);
  assertEquals(other.rulesOf(batch.partition), {});
});
