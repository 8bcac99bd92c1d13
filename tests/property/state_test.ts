import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { CountEntry } from "../../src/pipeline/count_entry.ts";
import type { CountState } from "../../src/pipeline/count_state.ts";
import type { InputBatch, OutputRecord } from "../../src/pipeline/record.ts";
import { twoStages } from "../../src/pipeline/two_stages.ts";
import { anyCuts, anyRecords, batches, cut } from "../support/arbitraries.ts";
import { batchesOf, PipelineDriver, StageDriver } from "../support/pipeline_driver.ts";
import { codecsOf, windowedSettings } from "../support/pipeline_settings.ts";

const stages = twoStages(windowedSettings);
const { count } = stages;

function contents(state: CountState) {
  return { entries: sortedEntries(state), memo: state.memo() };
}

function sortedEntries(state: CountState): CountEntry[] {
  return [...state.entries()].sort((a, b) => a.key < b.key ? -1 : 1);
}

function restore(state: CountState, log: InputBatch): void {
  for (const record of log.records) count.changelog!.restore(state, record, codecsOf(log));
}

/** Both stages with only the data that Kafka keeps for them: memos and the log of the counts. */
function restarted(pipeline: PipelineDriver, outputs: readonly OutputRecord[]): PipelineDriver {
  const next = new PipelineDriver(stages, "deltas", codecsOf);
  for (const [partition, memo] of pipeline.enrich.memos) next.enrich.memos.set(partition, memo);
  for (const [partition, memo] of pipeline.count.memos) next.count.memos.set(partition, memo);
  for (const log of batchesOf("counts", outputs)) {
    restore(next.count.state(log.partition), log);
  }
  return next;
}

/** A log as compaction may leave it: the last record of each key, and some earlier ones. */
function compacted(log: InputBatch, isKept: readonly boolean[]): InputBatch {
  const keyOf = (key: Uint8Array | null) => Buffer.from(key!).toString("hex");
  const last = new Map(log.records.map(({ key, offset }) => [keyOf(key), offset]));
  const records = log.records.filter(({ key, offset }) =>
    last.get(keyOf(key)) === offset || isKept[offset % isKept.length]
  );
  return { ...log, records };
}

Deno.test("a state rebuilt from its log, compacted or not, equals the state in memory and its memo", () => {
  const anyKept = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(anyRecords, anyCuts, anyKept, (records, cuts, isKept) => {
      const driver = new PipelineDriver(stages, "deltas", codecsOf);
      const outputs = batches(records, cuts).flatMap((batch) => driver.process(batch));
      for (const log of batchesOf("counts", outputs)) {
        const memo = driver.count.memos.get(log.partition)!;
        const rebuilt = count.begin(memo);
        restore(rebuilt, compacted(log, isKept));
        assertEquals(contents(rebuilt), contents(driver.count.state(log.partition)));
        assertEquals(count.changelog!.mismatch(rebuilt, { offset: 1, memo }), null);
      }
    }),
    { numRuns: 50 },
  );
});

Deno.test("stages that are restarted anywhere continue as if they had not been", () => {
  fc.assert(
    fc.property(anyRecords, anyCuts, fc.nat(20), (records, cuts, restartAt) => {
      const inputs = batches(records, cuts);
      const through = new PipelineDriver(stages, "deltas", codecsOf);
      const expected = inputs.map((batch) => through.process(batch));
      const first = new PipelineDriver(stages, "deltas", codecsOf);
      const before = inputs.slice(0, restartAt).map((batch) => first.process(batch));
      const second = restarted(first, before.flat());
      const after = inputs.slice(restartAt).map((batch) => second.process(batch));
      assertEquals([...before, ...after], expected);
    }),
    { numRuns: 50 },
  );
});

const capped = twoStages({ ...windowedSettings, maxLocales: 2 });

/** The counts of the second stage for deltas that are split separately. */
function countsOver(deltas: readonly InputBatch[], cuts: readonly number[]) {
  const driver = new StageDriver(capped.count, codecsOf);
  for (const whole of deltas) {
    for (const records of cut(whole.records, cuts)) driver.process({ ...whole, records });
  }
  return deltas.map(({ partition }) => sortedEntries(driver.state(partition)));
}

function deltasOf(inputs: readonly InputBatch[]): InputBatch[] {
  const enrich = new StageDriver(capped.enrich, codecsOf);
  return batchesOf("deltas", inputs.flatMap((batch) => enrich.process(batch)))
    .sort((a, b) => a.partition - b.partition);
}

Deno.test("named locales do not depend on how deltas are split into batches", () => {
  fc.assert(
    fc.property(anyRecords, anyCuts, anyCuts, (records, cuts, deltaCuts) => {
      const deltas = deltasOf(batches(records, cuts));
      assertEquals(countsOver(deltas, deltaCuts), countsOver(deltas, [1000]));
    }),
    { numRuns: 50 },
  );
});

Deno.test("all-time counts do not depend on how logins are split into batches, and none is lost", () => {
  fc.assert(
    fc.property(anyRecords, anyCuts, anyCuts, (records, cuts, deltaCuts) => {
      const pieces = countsOver(deltasOf(batches(records, cuts)), deltaCuts).map(allTime);
      const whole = countsOver(deltasOf(batches(records, [1000])), [1000]).map(allTime);
      assertEquals(pieces, whole);
      const enrich = new StageDriver(capped.enrich, codecsOf);
      for (const batch of batches(records, [1000])) enrich.process(batch);
      const counted = whole.flat().reduce((sum, { count }) => sum + count, 0);
      assertEquals(counted, enrich.facts["enriched"] ?? 0);
    }),
    { numRuns: 50 },
  );
});

function allTime(entries: readonly CountEntry[]): CountEntry[] {
  return entries.filter(({ window }) => window === null);
}
