import { buildCodec } from "../../src/pipeline/avro_codec.ts";
import { decodeJson, type RawRecord } from "../../src/pipeline/decode_json.ts";
import { FrameWriter } from "../../src/pipeline/encode.ts";
import { enrich } from "../../src/pipeline/enrich.ts";
import { isKept } from "../../src/pipeline/filter.ts";
import { fateOf } from "../../src/pipeline/login_fate.ts";
import { type Login, validate } from "../../src/pipeline/login_fields.ts";
import { LoginTimes } from "../../src/pipeline/login_time.ts";
import { partitionOf } from "../../src/pipeline/partition.ts";
import { Rejection } from "../../src/pipeline/rejection.ts";
import { avroType, schemaTexts } from "../../src/pipeline/schemas.ts";
import { batchRecords, coreStages, deltaSchema, loginBatch } from "./core_batch.ts";

// Each iteration processes a thousand logins, so milliseconds here are microseconds per record.
const batch = loginBatch();
const values = batch.records.map(({ value }) => value!);
const raw = values.map(decodeJson).filter((record): record is RawRecord =>
  !(record instanceof Rejection)
);
const logins = raw.map(validate).filter((login): login is Login => !(login instanceof Rejection));
const codecs = new Map();
const schema = { type: avroType("EnrichedLogin"), id: 1 };
const source = { partition: 0, offset: 1 };
const times = new LoginTimes();
const enriched = logins.filter(isKept).map((login) =>
  enrich(login, times.textOf(login.timestampMs), source)
);
const stages = coreStages();

Deno.bench(`decode: ${batchRecords} JSON logins`, () => {
  for (const value of values) decodeJson(value);
});

Deno.bench(`validate: ${batchRecords} decoded logins`, () => {
  for (const record of raw) validate(record);
});

Deno.bench(`fate: ${batchRecords} logins decoded, validated, filtered`, () => {
  for (const value of values) fateOf(value, codecs, 1_048_576);
});

Deno.bench(`login time: ${batchRecords} seconds as text`, () => {
  for (const { timestampMs } of logins) times.textOf(timestampMs);
});

Deno.bench(`encode: ${batchRecords} enriched logins as framed Avro`, () => {
  const frames = new FrameWriter();
  for (const login of enriched) frames.frame(schema, login);
});

Deno.bench(`partition: ${batchRecords} keys`, () => {
  for (const { key } of batch.records) partitionOf(key!, 4);
});

Deno.bench(`enrich stage: ${batchRecords} logins`, () => {
  stages.enrich.process(stages.enrich.begin(""), batch, codecs);
});

const deltas = stages.enrich.process(stages.enrich.begin(""), batch, codecs).outputs
  .filter(({ topic }) => topic === "deltas")
  .map((record, offset) => ({ ...record, offset }));
const deltaBatch = { topic: "deltas", partition: 0, records: deltas };
const deltaCodecs = new Map([
  [deltaSchema.id, buildCodec(JSON.parse(schemaTexts.LocaleDelta), deltaSchema.type)],
]);

Deno.bench(`count stage: the ${deltas.length} deltas of ${batchRecords} logins`, () => {
  stages.count.process(stages.count.begin(""), deltaBatch, deltaCodecs);
});
