import { assertEquals, assertThrows } from "@std/assert";
import { readEnrichMemo } from "../../../src/pipeline/enrich_memo.ts";
import { partitionOf } from "../../../src/pipeline/partition.ts";
import type { InputBatch, OutputRecord } from "../../../src/pipeline/record.ts";
import { batchBytesOf } from "../../../src/pipeline/record_size.ts";
import { type PipelineSettings, twoStages } from "../../../src/pipeline/two_stages.ts";
import { avroFrame } from "../../support/avro_frame.ts";
import { inputBatch, json, login, utf8 } from "../../support/logins.ts";
import { StageDriver } from "../../support/pipeline_driver.ts";
import {
  codecsOf,
  pipelineSettings,
  readOutput,
  windowedSettings,
} from "../../support/pipeline_settings.ts";

function driver(settings: PipelineSettings = pipelineSettings) {
  return new StageDriver(twoStages(settings).enrich, codecsOf);
}

function process(batch: InputBatch, settings = pipelineSettings): readonly OutputRecord[] {
  return driver(settings).process(batch);
}

function to(topic: string, outputs: readonly OutputRecord[]): OutputRecord[] {
  return outputs.filter((output) => output.topic === topic);
}

function codeOf(letter: OutputRecord): string {
  const header = letter.headers.find(([name]) => name === "__streams.errors.exception");
  return new TextDecoder().decode(header![1]!);
}

const enrichedLogin = {
  ...login,
  timestamp: 1720576825000,
  login_time: "2024-07-10 02:00:25",
  source_partition: 2,
  source_offset: 0,
};

Deno.test("the enrich stage keys an EnrichedLogin by its user, in the partition that Java chooses", () => {
  for (const value of [json(login), avroFrame(login)]) {
    const [enriched] = process(inputBatch([value], { timestamp: 77 }));
    assertEquals(readOutput(enriched!), enrichedLogin);
    assertEquals(enriched!.topic, "processed-data-topic");
    assertEquals(Buffer.compare(enriched!.key!, utf8(login.user_id)), 0);
    assertEquals(enriched!.partition, partitionOf(utf8(login.user_id), 4));
    assertEquals([enriched!.timestamp, enriched!.headers], [77, []]);
  }
});

Deno.test("the enrich stage keeps identical logins separate", () => {
  const enriched = to("processed-data-topic", process(inputBatch([json(login), json(login)])));
  assertEquals(enriched.map((each) => readOutput(each)["source_offset"]), [0, 1]);
});

Deno.test("the enrich stage keeps the order of a partition's logins", () => {
  const values = Array.from({ length: 50 }, (_, i) => json({ ...login, user_id: `u${i % 7}` }));
  const enriched = to("processed-data-topic", process(inputBatch(values)));
  assertEquals(enriched.map((each) => readOutput(each)["source_offset"]), values.map((_, i) => i));
});

Deno.test("the enrich stage gives each record one fate, and its facts add up to the records read", () => {
  const batch = inputBatch([
    json(login),
    json({ ...login, device_type: "iOS" }),
    utf8("nonsense"),
    null,
    json({ ...login, ip: 7 }),
    json({ ...login, user_id: 7 }),
    new Uint8Array(),
  ]);
  const stage = driver();
  const outputs = stage.process(batch);
  assertEquals(stage.facts, {
    read: 7,
    enriched: 1,
    filtered: 1,
    tombstone: 1,
    "rejected.MALFORMED_JSON": 1,
    "rejected.WRONG_TYPE": 2,
    "rejected.EMPTY_VALUE": 1,
  });
  assertEquals(to("processed-data-topic", outputs).length, 1);
  assertEquals(to("user-login-dlq", outputs).length, 4);
});

Deno.test("the enrich stage sends a dead letter as the unchanged record with its own offset", () => {
  const key = utf8("some key");
  const [letter] = process(inputBatch([utf8("nonsense")], { key, offset: 99, timestamp: 5 }));
  assertEquals([letter!.topic, letter!.partition], ["user-login-dlq", 2]);
  assertEquals([letter!.key, letter!.value, letter!.timestamp], [key, utf8("nonsense"), 5]);
  const texts = letter!.headers.map(([, value]) => new TextDecoder().decode(value!));
  assertEquals(texts.slice(0, 4), ["user-login", "2", "99", "MALFORMED_JSON"]);
});

Deno.test("the enrich stage puts no data of the record into the message of a dead letter", () => {
  const secret = "s3cret";
  const values = [
    utf8(secret),
    json({ ...login, ip: [secret] }),
    json({ ...login, timestamp: secret }),
    json({ [secret]: 1 }),
  ];
  for (const letter of process(inputBatch(values))) {
    const message = new TextDecoder().decode(letter.headers.at(-1)![1]!);
    assertEquals(message.includes(secret), false, message);
  }
});

Deno.test("the enrich stage writes one delta per locale for each batch, keyed by locale", () => {
  const values = ["CA", "NY", "CA"].map((locale) => json({ ...login, locale }));
  const deltas = to("deltas", process(inputBatch(values)));
  assertEquals(deltas.map((delta) => new TextDecoder().decode(delta.key!)), ["CA", "NY"]);
  assertEquals(
    deltas.map((delta) => delta.partition),
    deltas.map(({ key }) => partitionOf(key!, 4)),
  );
  assertEquals(readOutput(deltas[0]!), {
    locale: "CA",
    window_start: null,
    window_end: null,
    delta: 2,
    last_login: 1720576825000,
  });
  assertEquals(deltas[0]!.headers, []);
});

Deno.test("the enrich stage rejects a login whose enriched record is too large", () => {
  const limit = 2000;
  const { topics } = pipelineSettings;
  const output = { ...topics.output, maxMessageBytes: limit };
  const settings = { ...pipelineSettings, topics: { ...topics, output } };
  const [enriched] = process(inputBatch([json(login)]), settings);
  const room = limit - batchBytesOf(enriched!);
  const padded = (bytes: number) => json({ ...login, app_version: "2.3.0" + "x".repeat(bytes) });
  const stage = driver(settings);
  // The length before a longer text itself takes one more byte.
  const [fits, exceeds] = stage.process(inputBatch([padded(room - 1), padded(room)]));
  assertEquals([fits!.topic, batchBytesOf(fits!)], ["processed-data-topic", limit]);
  assertEquals([exceeds!.topic, codeOf(exceeds!)], ["user-login-dlq", "OUTPUT_TOO_LARGE"]);
  assertEquals(exceeds!.value, padded(room));
  assertEquals(stage.facts, { read: 2, enriched: 1, "rejected.OUTPUT_TOO_LARGE": 1 });
});

Deno.test("the enrich stage rejects a login whose count would be too large and does not count it", () => {
  const locale = "日".repeat(200_000);
  const stage = driver();
  const outputs = stage.process(inputBatch([json({ ...login, locale })]));
  assertEquals(outputs.map(({ topic }) => topic), ["user-login-dlq"]);
  assertEquals(stage.facts, { read: 1, "rejected.OUTPUT_TOO_LARGE": 1 });
});

Deno.test("the enrich stage reports late logins only if there are any", () => {
  const seconds = ["02:02:25", "01:51:30", "01:40:00"].map((time) =>
    Date.parse(`2024-07-10T${time}Z`) / 1000
  );
  const logins = seconds.map((timestamp) => json({ ...login, timestamp }));
  const batch = inputBatch(logins, { timestamp: 2e12 });
  const windowed = driver(windowedSettings);
  windowed.process(batch);
  assertEquals(windowed.facts, { read: 3, enriched: 3, late: 3 });
  const allTime = driver();
  allTime.process(batch);
  assertEquals(allTime.facts, { read: 3, enriched: 3 });
});

Deno.test("the enrich stage continues stream time from the memo, so the same logins are late after a restart", () => {
  const before = driver(windowedSettings);
  before.process(inputBatch([json(login)]));
  const after = driver(windowedSettings);
  after.memos.set(2, before.memos.get(2)!);
  after.process(inputBatch([json({ ...login, timestamp: login.timestamp - 1000 })]));
  assertEquals(after.facts, { read: 1, enriched: 1, late: 2 });
});

Deno.test("the enrich stage does not change the state until the change is applied", () => {
  const { enrich } = twoStages(windowedSettings);
  const state = enrich.begin("");
  const batch = inputBatch([json(login)]);
  const { change } = enrich.process(state, batch, codecsOf(batch));
  assertEquals(state.streamTimeMs, 0);
  enrich.apply(state, change);
  assertEquals(state.streamTimeMs, 1720576825000);
});

Deno.test("the enrich stage without counting writes no delta but moves stream time", () => {
  const settings = { ...windowedSettings, isCounted: false };
  const batch = inputBatch([json(login)], { timestamp: login.timestamp * 1000 });
  assertEquals(to(settings.topics.deltas.topic, process(batch, settings)), []);
  const { enrich } = twoStages(settings);
  const { memo } = enrich.process(enrich.begin(""), batch, codecsOf(batch));
  assertEquals(memo, `uncounted ${login.timestamp * 1000}`);
});

Deno.test("the enrich stage notes in each memo that a partition began without its first records", () => {
  const { enrich } = twoStages(pipelineSettings);
  const batch = inputBatch([json(login)]);
  const memoFrom = (...begun: Parameters<typeof enrich.begin>) =>
    enrich.process(enrich.begin(...begun), batch, codecsOf(batch)).memo;
  const first = memoFrom("", 40, 30);
  assertEquals(readEnrichMemo(first)?.beginning, { offset: 40, logStart: 30 });
  assertEquals(memoFrom(first, 50, 45), first);
  // No record was gone; and a memo of a version that did not note this.
  assertEquals(readEnrichMemo(memoFrom("", 40, 0))?.beginning, null);
  assertEquals(readEnrichMemo(memoFrom("5", 40, 30))?.beginning, null);
});

Deno.test("the enrich stage with counting does not continue after logins that were not counted", () => {
  assertThrows(() => twoStages(pipelineSettings).enrich.begin("uncounted 5"));
  const uncounting = twoStages({ ...pipelineSettings, isCounted: false }).enrich;
  assertEquals(uncounting.begin("5"), { streamTimeMs: 5, standing: "" });
});
