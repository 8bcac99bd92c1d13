import { assertEquals, assertThrows } from "@std/assert";
import { buildCodec } from "../../../src/pipeline/avro_codec.ts";
import { avroType, schemaTexts } from "../../../src/pipeline/schemas.ts";
import { twoStages } from "../../../src/pipeline/two_stages.ts";
import { batchesIn } from "../../../src/recount/counting.ts";
import { deltasOfFacts } from "../../../src/recount/fact_deltas.ts";
import { inputBatch, inputRecord, json, login, utf8 } from "../../support/logins.ts";
import { plainRecord } from "../../support/pipeline_driver.ts";
import { codecsOf, pipelineSettings, schemaIds } from "../../support/pipeline_settings.ts";

const reader = avroType("EnrichedLogin");
const codecs = new Map([
  [schemaIds.EnrichedLogin, buildCodec(JSON.parse(schemaTexts.EnrichedLogin), reader)],
  [schemaIds.LocaleCount, buildCodec(JSON.parse(schemaTexts.LocaleCount), reader)],
]);
const topic = {
  ...pipelineSettings.topics.deltas,
  localeDelta: { type: avroType("LocaleDelta"), id: schemaIds.LocaleDelta },
};

Deno.test("deltasOfFacts() makes the deltas that the enrich stage made", () => {
  const { enrich } = twoStages(pipelineSettings);
  const values = ["CA", "NY", "CA", null].map((locale, second) =>
    json({ ...login, locale, timestamp: login.timestamp - second })
  );
  const batch = inputBatch(values);
  const { outputs } = enrich.process(enrich.begin(""), batch, codecsOf(batch));
  const facts = outputs.filter((output) => output.topic === "processed-data-topic")
    .map((output, offset) => ({ ...plainRecord(output), offset }));
  const expected = outputs.filter((output) => output.topic === "deltas");
  assertEquals(deltasOfFacts(facts, codecs, topic), expected);
});

Deno.test("deltasOfFacts() ignores counts and tombstones", () => {
  const { count } = twoStages(pipelineSettings);
  const delta = deltasOfFacts([], codecs, topic);
  assertEquals(delta, []);
  const enriched = twoStages(pipelineSettings).enrich;
  const batch = inputBatch([json(login)]);
  const { outputs } = enriched.process(enriched.begin(""), batch, codecsOf(batch));
  const [deltas] = batchesIn("deltas", outputs);
  const counted = count.process(count.begin(""), deltas!, codecsOf(deltas!)).outputs;
  const records = counted.map((output, offset) => ({ ...output, offset }));
  assertEquals(deltasOfFacts([...records, inputRecord(null)], codecs, topic), []);
});

Deno.test("deltasOfFacts() throws for a foreign record, because skipping it would lose a login", () => {
  const records = [inputRecord(utf8("{}"), { offset: 12 })];
  assertThrows(() => deltasOfFacts(records, codecs, topic), Error, "offset 12 was not written");
});
