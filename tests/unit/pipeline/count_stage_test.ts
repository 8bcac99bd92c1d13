import { assertEquals, assertThrows } from "@std/assert";
import { partitionOf } from "../../../src/pipeline/partition.ts";
import type { InputBatch, OutputRecord } from "../../../src/pipeline/record.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import { type PipelineSettings, twoStages } from "../../../src/pipeline/two_stages.ts";
import { frame, inputRecord, utf8 } from "../../support/logins.ts";
import { batchesOf, StageDriver } from "../../support/pipeline_driver.ts";
import {
  codecsOf,
  pipelineSettings,
  readOutput,
  schemaIds,
  windowedSettings,
} from "../../support/pipeline_settings.ts";

const deltaType = avroType("LocaleDelta");
const minute = 60_000;

interface DeltaOf {
  readonly locale?: string;
  readonly window?: readonly [startMs: number, endMs: number];
  readonly delta?: number;
  readonly lastLogin?: number;
  readonly timestamp?: number;
}

function deltaRecord({ locale = "CA", window, delta = 1, lastLogin = 0, timestamp }: DeltaOf) {
  const [window_start, window_end] = window ?? [null, null];
  const fields = { locale, window_start, window_end, delta, last_login: lastLogin };
  const value = frame(schemaIds.LocaleDelta, deltaType.toBuffer(fields));
  return inputRecord(value, { key: utf8(locale), timestamp: timestamp ?? 1e12 });
}

function deltas(...list: DeltaOf[]): InputBatch {
  return { topic: "deltas", partition: 3, records: list.map(deltaRecord) };
}

function driver(settings: PipelineSettings = pipelineSettings) {
  return new StageDriver(twoStages(settings).count, codecsOf);
}

function keyOf({ key }: OutputRecord): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(key!);
}

function table(outputs: readonly OutputRecord[]): [key: string, count: unknown][] {
  return outputs.filter(({ topic }) => topic === "counts")
    .map((record) => [keyOf(record), record.value && readOutput(record)["count"]]);
}

Deno.test("one count leaves for each key that changed, with its new total", () => {
  const stage = driver();
  stage.process(deltas({ delta: 5 }, { locale: "NY" }));
  const outputs = stage.process(deltas({ delta: 2 }, { delta: 3, lastLogin: 9 }));
  assertEquals(table(outputs), [["CA", 10]]);
  assertEquals(stage.facts, { read: 4, counts: 3, logins: 11 });
});

Deno.test("a count goes to the output by its key, and to the table in the partition it came from", () => {
  const [toOutput, toTable, ...none] = driver().process(deltas({ delta: 5, timestamp: 77 }));
  assertEquals([toOutput!.topic, toOutput!.partition], [
    "processed-data-topic",
    partitionOf(utf8("CA"), 4),
  ]);
  assertEquals([toTable!.topic, toTable!.partition], ["counts", 3]);
  assertEquals([toOutput!.timestamp, toTable!.timestamp, none], [77, 77, []]);
  assertEquals(toOutput!.value, toTable!.value);
});

Deno.test("last_login is the latest login counted so far, whatever came last", () => {
  const stage = driver();
  stage.process(deltas({ lastLogin: 9000 }));
  const [count] = stage.process(deltas({ lastLogin: 4000 }));
  assertEquals(readOutput(count!), {
    locale: "CA",
    count: 2,
    window_start: null,
    window_end: null,
    last_login: 9000,
  });
});

Deno.test("a window has a count of its own, with its bounds", () => {
  const stage = driver(windowedSettings);
  const outputs = stage.process(deltas({ window: [0, minute], delta: 2 }, { delta: 2 }));
  assertEquals(outputs.map(keyOf), [
    ...Array(2).fill("CA@1970-01-01T00:00:00.000Z/PT1M"),
    ...Array(2).fill("CA"),
  ]);
  assertEquals(readOutput(outputs[0]!), {
    locale: "CA",
    count: 2,
    window_start: 0,
    window_end: minute,
    last_login: 0,
  });
  assertEquals(stage.facts, { read: 2, counts: 2, logins: 2 });
});

Deno.test("with one size the key of a window ends with its start", () => {
  const sizes = [{ text: "PT1M", sizeMs: minute }];
  const one = { ...windowedSettings, windows: { sizes, retentionMs: 0 } };
  const outputs = driver(one).process(deltas({ window: [minute, 2 * minute] }));
  assertEquals(keyOf(outputs[0]!), "CA@1970-01-01T00:01:00.000Z");
});

Deno.test("a window that another partition's logins closed takes no more and is reported late", () => {
  const stage = driver(windowedSettings);
  stage.process(deltas({ lastLogin: 11 * minute }));
  assertEquals(table(stage.process(deltas({ window: [0, minute], delta: 4 }))), []);
  assertEquals(stage.facts["late"], 4);
});

Deno.test("a window that stream time has passed is taken off the table, once", () => {
  const stage = driver(windowedSettings);
  stage.process(deltas({ window: [0, minute], lastLogin: 1 }, { locale: "NY" }));
  const closing = { lastLogin: 11 * minute, locale: "NY" };
  const expired = [["NY", 2], ["CA@1970-01-01T00:00:00.000Z/PT1M", null]];
  assertEquals(table(stage.process(deltas(closing))), expired as [string, unknown][]);
  assertEquals(table(stage.process(deltas({ ...closing, locale: "CA" }))), [["CA", 1]]);
  assertEquals(stage.facts["expired"], 1);
});

Deno.test("a window that its own step closes is counted, announced, and off the table at once", () => {
  const stage = driver(windowedSettings);
  const outputs = stage.process(deltas(
    { window: [0, minute], lastLogin: 1, delta: 3 },
    { lastLogin: 11 * minute, timestamp: 2e12 },
  ));
  const key = "CA@1970-01-01T00:00:00.000Z/PT1M";
  assertEquals(table(outputs), [[key, 3], ["CA", 1], [key, null]]);
  assertEquals(outputs.filter(({ topic }) => topic !== "counts").map(keyOf), [key, "CA"]);
  assertEquals(outputs.at(-1)!.timestamp, 2e12);
  assertEquals(stage.facts, { read: 2, counts: 2, logins: 1, expired: 1 });
});

Deno.test("a window that is raised once more by the step that closes it is off the table once", () => {
  const stage = driver(windowedSettings);
  const window = [0, minute] as const;
  stage.process(deltas({ window, lastLogin: 1 }));
  const outputs = stage.process(deltas(
    { window, lastLogin: 2 },
    { locale: "NY", lastLogin: 11 * minute },
  ));
  const key = "CA@1970-01-01T00:00:00.000Z/PT1M";
  assertEquals(table(outputs), [[key, 2], ["NY", 1], [key, null]]);
  assertEquals(stage.memos.get(3), '{"keys":1,"logins":1,"streamTimeMs":660000,"partitions":4}');
});

Deno.test("windows of two sizes that begin together keep a count each, though one size is configured", () => {
  const stage = driver({
    ...windowedSettings,
    windows: { ...windowedSettings.windows, sizes: [{ text: "PT1M", sizeMs: minute }] },
  });
  const outputs = stage.process(deltas(
    { window: [0, minute], lastLogin: 1 },
    { window: [0, 2 * minute], lastLogin: 2 },
    { window: [0, 2 * minute], lastLogin: 3 },
  ));
  const start = "CA@1970-01-01T00:00:00.000Z";
  assertEquals(table(outputs), [[start, 1], [`${start}/PT120S`, 2]]);
});

Deno.test("a restored state is the one that was left, and the memo vouches for it", () => {
  const { count } = twoStages(windowedSettings);
  const stage = new StageDriver(count, codecsOf);
  const locales = ["CA", "\uFEFFCA", "CA@1970-01-01T00:00:00.000Z", "日本"];
  const outputs = locales.flatMap((locale, i) =>
    stage.process(deltas({ locale, window: [0, minute], delta: i + 1 }, { locale, delta: 10 }))
  );
  const restored = count.begin(stage.memos.get(3)!);
  const [written] = batchesOf("counts", outputs);
  for (const record of written!.records) {
    count.changelog!.restore(restored, record, codecsOf(written!));
  }
  assertEquals([...restored.entries()], [...stage.state(3).entries()]);
  assertEquals(restored.streamTimeMs, stage.state(3).streamTimeMs);
  assertEquals(count.changelog!.mismatch(restored, stage.memos.get(3)!), null);
});

Deno.test("a state that lacks a count, or has one too many, contradicts the memo", () => {
  const { count } = twoStages(pipelineSettings);
  const stage = new StageDriver(count, codecsOf);
  stage.process(deltas({ delta: 5 }));
  const mismatch = count.changelog!.mismatch(count.begin(""), stage.memos.get(3)!);
  assertEquals(
    mismatch,
    "it holds 0 counts of 0 logins, the committed offset was left with 1 counts of 5 logins",
  );
  assertEquals(count.changelog!.mismatch(count.begin(""), ""), null);
  assertEquals(count.changelog!.mismatch(stage.state(3), "") === null, false);
});

Deno.test("a delta that this pipeline did not write stops the step: skipping would falsify counts", () => {
  const foreign = [null, utf8("{}"), frame(77, new Uint8Array(9)), frame(3, new Uint8Array(1))];
  for (const value of foreign) {
    const batch = { ...deltas(), records: [inputRecord(value)] };
    assertThrows(() => driver().process(batch), Error, "was not written by this pipeline");
  }
});

Deno.test("a step leaves the state as it is until it is applied", () => {
  const { count } = twoStages(pipelineSettings);
  const state = count.begin("");
  const batch = deltas({ delta: 5 });
  count.process(state, batch, codecsOf(batch));
  assertEquals([...state.entries()], []);
});
