import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { CountEntry } from "../../src/pipeline/count_entry.ts";
import type { InputBatch, InputRecord, OutputRecord } from "../../src/pipeline/record.ts";
import { twoStages } from "../../src/pipeline/two_stages.ts";
import { anyCuts, anyRecords, batches, cut } from "../support/arbitraries.ts";
import { batchesOf, StageDriver } from "../support/pipeline_driver.ts";
import { codecsOf, readOutput, windowedSettings } from "../support/pipeline_settings.ts";

const stages = twoStages(windowedSettings);

/** All outputs of the pipeline for some batches; the input of its second stage is split separately. */
function run(inputs: readonly InputBatch[], deltaCuts: readonly number[]) {
  const enrich = new StageDriver(stages.enrich, codecsOf);
  const count = new StageDriver(stages.count, codecsOf);
  const enriched = inputs.flatMap((batch) => enrich.process(batch));
  const counts = batchesOf("deltas", enriched).flatMap((deltas) =>
    cut(deltas.records, deltaCuts).flatMap((records) => count.process({ ...deltas, records }))
  );
  const partitions = [...count.memos.keys()].toSorted();
  return {
    records: enriched.filter(({ topic }) => topic !== "deltas"),
    enrichFacts: enrich.facts,
    announced: lastOfKey(counts.filter(({ topic }) => topic === "processed-data-topic")),
    kept: partitions.map((partition) => sorted(count.state(partition).entries())),
    streamTimes: partitions.map((partition) => count.state(partition).streamTimeMs),
    lateInCount: count.facts["late"] ?? 0,
    expired: count.facts["expired"] ?? 0,
  };
}

function sorted(entries: Iterable<CountEntry>): CountEntry[] {
  return [...entries].sort((a, b) => a.key < b.key ? -1 : 1);
}

/** The last value of each key, as a reader of a compacted topic sees it. */
function lastOfKey(outputs: readonly OutputRecord[]): [key: string, value: unknown][] {
  const last = new Map(outputs.map((output) => [Buffer.from(output.key!).toString("hex"), output]));
  return [...last].map(([key, output]): [string, unknown] => [key, readOutput(output)])
    .sort(([a], [b]) => a < b ? -1 : 1);
}

/** The counts that a single loop over the enriched logins of one partition gives, without batches. */
function countedOneByOne(records: readonly OutputRecord[]): Map<string, number> {
  const { sizes, retentionMs } = windowedSettings.windows;
  const counts = new Map<string, number>();
  const raise = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  let streamTimeMs = 0;
  for (const record of records) {
    if (record.topic !== "processed-data-topic") continue;
    const { locale, timestamp } = readOutput(record) as { locale: string; timestamp: number };
    raise(`${locale} all`);
    for (const { sizeMs } of sizes) {
      const start = timestamp - timestamp % sizeMs;
      const isLate = start + sizeMs + retentionMs <= streamTimeMs;
      raise(isLate ? "late" : `${locale} ${start} ${start + sizeMs}`);
    }
    streamTimeMs = Math.max(streamTimeMs, Math.min(timestamp, Number(record.timestamp)));
  }
  return counts;
}

Deno.test("records, counts and late logins do not depend on how a partition is split into batches", () => {
  fc.assert(
    fc.property(anyRecords, anyCuts, anyCuts, (records, cuts, deltaCuts) => {
      assertEquals(run(batches(records, cuts), deltaCuts), run(batches(records, [1000]), [1000]));
    }),
    { numRuns: 50 },
  );
});

Deno.test("counts equal those of a simple loop over the logins, with windows and late logins", () => {
  fc.assert(
    fc.property(anyRecords, anyCuts, anyCuts, (records, cuts, deltaCuts) => {
      const result = run(batches(records, cuts), deltaCuts);
      const expected = countedOneByOne(result.records);
      const late = (result.enrichFacts["late"] ?? 0) + result.lateInCount;
      assertEquals(late, expected.get("late") ?? 0);
      expected.delete("late");
      const announced = result.announced.map(([, value]) => {
        const { locale, window_start, window_end, count } = value as Record<string, unknown>;
        return [
          `${locale} ${window_start === null ? "all" : `${window_start} ${window_end}`}`,
          count,
        ];
      });
      assertEquals(Object.fromEntries(announced), Object.fromEntries(expected));
    }),
    { numRuns: 50 },
  );
});

Deno.test("records and all-time counts do not depend on how two partitions are interleaved", () => {
  fc.assert(
    fc.property(anyRecords, anyRecords, anyCuts, anyCuts, (first, second, cuts, others) => {
      const inTurn = interleaved(batches(first, cuts, 0), batches(second, others, 1));
      const oneAfterTheOther = [...whole(first, 0), ...whole(second, 1)];
      const [a, b] = [run(inTurn, cuts), run(oneAfterTheOther, others)];
      assertEquals(byPartition(a.records), byPartition(b.records));
      assertEquals(a.announced.filter(isAllTime), b.announced.filter(isAllTime));
    }),
    { numRuns: 50 },
  );
});

function whole(records: readonly InputRecord[], partition: number): InputBatch[] {
  return batches(records, [1000], partition);
}

function interleaved<T>(first: readonly T[], second: readonly T[]): T[] {
  const length = Math.max(first.length, second.length);
  return Array.from({ length }, (_, i) => [...first.slice(i, i + 1), ...second.slice(i, i + 1)])
    .flat();
}

function byPartition(records: readonly OutputRecord[]): OutputRecord[][] {
  const isFrom = (partition: number) => (record: OutputRecord) =>
    record.topic === "user-login-dlq"
      ? record.partition === partition
      : readOutput(record)["source_partition"] === partition;
  return [0, 1].map((partition) => records.filter(isFrom(partition)));
}

function isAllTime([, value]: readonly [string, unknown]): boolean {
  return (value as Record<string, unknown>)["window_start"] === null;
}
