import { assertEquals, assertThrows } from "@std/assert";
import { readMemo } from "../../../src/pipeline/count_memo.ts";
import { sequenceOf } from "../../../src/pipeline/count_writer.ts";
import { partitionOf } from "../../../src/pipeline/partition.ts";
import type { OutputRecord } from "../../../src/pipeline/record.ts";
import { type PipelineSettings, twoStages } from "../../../src/pipeline/two_stages.ts";
import { deltas, keyOf, table } from "../../support/deltas.ts";
import { frame, inputRecord, utf8 } from "../../support/logins.ts";
import { batchesOf, StageDriver } from "../../support/pipeline_driver.ts";
import {
  codecsOf,
  pipelineSettings,
  readOutput,
  windowedSettings,
} from "../../support/pipeline_settings.ts";

const minute = 60_000;

function driver(settings: PipelineSettings = pipelineSettings) {
  return new StageDriver(twoStages(settings).count, codecsOf);
}

Deno.test("the count stage writes one count per changed key, with its new total", () => {
  const stage = driver();
  stage.process(deltas({ delta: 5 }, { locale: "NY" }));
  const outputs = stage.process(deltas({ delta: 2 }, { delta: 3, lastLogin: 9 }));
  assertEquals(table(outputs), [["CA", 10]]);
  assertEquals(stage.facts, { read: 4, counts: 3, logins: 11 });
});

Deno.test("the count stage writes a count to the output by its key, and to the table by its source partition", () => {
  const [toOutput, toTable, ...none] = driver().process(deltas({ delta: 5, timestamp: 77 }));
  assertEquals([toOutput!.topic, toOutput!.partition], [
    "processed-data-topic",
    partitionOf(utf8("CA"), 4),
  ]);
  assertEquals([toTable!.topic, toTable!.partition], ["counts", 3]);
  assertEquals([toOutput!.timestamp, toTable!.timestamp, none], [77, 77, []]);
  assertEquals(toOutput!.value, toTable!.value);
});

Deno.test("the count stage writes the latest login as last_login, not the login of the last record", () => {
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

Deno.test("the count stage writes a separate count for a window, with its bounds", () => {
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

Deno.test("the count stage ends the key of a window with its start if there is one size", () => {
  const sizes = [{ text: "PT1M", sizeMs: minute }];
  const one = { ...windowedSettings, windows: { sizes, retentionMs: 0 } };
  const outputs = driver(one).process(deltas({ window: [minute, 2 * minute] }));
  assertEquals(keyOf(outputs[0]!), "CA@1970-01-01T00:01:00.000Z");
});

Deno.test("the count stage adds nothing to a window that logins of another partition closed", () => {
  const stage = driver(windowedSettings);
  stage.process(deltas({ lastLogin: 11 * minute }));
  assertEquals(table(stage.process(deltas({ window: [0, minute], delta: 4 }))), []);
  assertEquals(stage.facts["late"], 4);
});

Deno.test("the count stage removes an expired window from the table once", () => {
  const stage = driver(windowedSettings);
  stage.process(deltas({ window: [0, minute], lastLogin: 1 }, { locale: "NY" }));
  const closing = { lastLogin: 11 * minute, locale: "NY" };
  const expired = [["NY", 2], ["CA@1970-01-01T00:00:00.000Z/PT1M", null]];
  assertEquals(table(stage.process(deltas(closing))), expired as [string, unknown][]);
  assertEquals(table(stage.process(deltas({ ...closing, locale: "CA" }))), [["CA", 1]]);
  assertEquals(stage.facts["expired"], 1);
});

Deno.test("the count stage counts, writes and then removes a window that its own step closes", () => {
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

Deno.test("the count stage removes a window once that is raised by the step that closes it", () => {
  const stage = driver(windowedSettings);
  const window = [0, minute] as const;
  stage.process(deltas({ window, lastLogin: 1 }));
  const outputs = stage.process(deltas(
    { window, lastLogin: 2 },
    { locale: "NY", lastLogin: 11 * minute },
  ));
  const key = "CA@1970-01-01T00:00:00.000Z/PT1M";
  assertEquals(table(outputs), [[key, 2], ["NY", 1], [key, null]]);
  const { keys, logins } = readMemo(stage.memos.get(3)!)!;
  assertEquals([keys, logins], [1, 1]);
});

Deno.test("the count stage keeps windows of two sizes with one start apart, even if one size is configured now", () => {
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

Deno.test("the count stage restores the committed state, and its memo matches", () => {
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
  const committed = { offset: 1, memo: stage.memos.get(3)! };
  assertEquals(count.changelog!.mismatch(restored, committed), null);
});

Deno.test("the count stage stops at a foreign delta, because skipping it would falsify counts", () => {
  const foreign = [null, utf8("{}"), frame(77, new Uint8Array(9)), frame(3, new Uint8Array(1))];
  for (const value of foreign) {
    const batch = { ...deltas(), records: [inputRecord(value)] };
    assertThrows(() => driver().process(batch), Error, "was not written by this pipeline");
  }
});

Deno.test("the count stage does not change the state until the change is applied", () => {
  const { count } = twoStages(pipelineSettings);
  const state = count.begin("");
  const batch = deltas({ delta: 5 });
  count.process(state, batch, codecsOf(batch));
  assertEquals([...state.entries()], []);
});

Deno.test("the count stage numbers the records of the table by their transaction", () => {
  const stage = driver();
  const numbers = (outputs: readonly OutputRecord[]) =>
    outputs.map(({ topic, headers }) => [topic, sequenceOf(headers)]);
  stage.process(deltas({}));
  const outputs = stage.process(deltas({}));
  assertEquals(numbers(outputs), [["processed-data-topic", 0], ["counts", 2]]);
  assertEquals(readMemo(stage.memos.get(3)!)!.sequence, 2);
});
