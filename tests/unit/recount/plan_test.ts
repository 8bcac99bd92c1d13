import { assertEquals } from "@std/assert";
import type { CountEntry } from "../../../src/pipeline/count_entry.ts";
import { readMemo } from "../../../src/pipeline/count_memo.ts";
import { CountState } from "../../../src/pipeline/count_state.ts";
import { sequenceOf } from "../../../src/pipeline/count_writer.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import { memoOf, planPartition, recordsOf, recountHeader } from "../../../src/recount/plan.ts";
import type { Table } from "../../../src/recount/table.ts";
import { keyOf } from "../../support/deltas.ts";
import { utf8 } from "../../support/logins.ts";
import { pipelineSettings, readOutput, schemaIds } from "../../support/pipeline_settings.ts";

const { output, counts } = pipelineSettings.topics;
const localeCount = { type: avroType("LocaleCount"), id: schemaIds.LocaleCount };
const topics = { output, counts, localeCount };

function entry(locale: string, count: number): CountEntry {
  return { key: locale, locale, window: null, count, lastLoginMs: 9 };
}

function stateOf(...entries: readonly CountEntry[]): CountState {
  const state = new CountState(0);
  for (const each of entries) state.put(each);
  return state;
}

function tableOf(entries: readonly CountEntry[], rest: Partial<Table> = {}): Table {
  return {
    partition: 3,
    entries: new Map(entries.map((each) => [each.key, each])),
    keys: entries.map(({ key }) => utf8(key)),
    mismatch: null,
    due: stateOf(...entries),
    nextSequence: 8,
    end: 70,
    notes: null,
    ...rest,
  };
}

function written(table: Table, ...rebuilt: readonly CountEntry[]) {
  const records = recordsOf(planPartition(table, stateOf(...rebuilt)), topics, "input", 5);
  const said = (topic: string) =>
    records.filter((record) => record.topic === topic)
      .map((record) => [keyOf(record), record.value && readOutput(record)["count"]]);
  return { records, toTable: said(counts.topic), toOutput: said(output.topic) };
}

Deno.test("a table with right counts is healthy, even if deltas still wait", () => {
  const waiting = tableOf([entry("CA", 3)], { due: stateOf(entry("CA", 5)) });
  for (const table of [tableOf([entry("CA", 5)]), waiting]) {
    const { isHealthy, corrections } = planPartition(table, stateOf(entry("CA", 5)));
    assertEquals([isHealthy, corrections], [true, []]);
  }
});

Deno.test("a table that cannot be trusted is not healthy, even if its counts are right", () => {
  const table = tableOf([entry("CA", 5)], { mismatch: "the memo is gone", due: null });
  const { isHealthy, corrections } = planPartition(table, stateOf(entry("CA", 5)));
  assertEquals([isHealthy, corrections], [false, []]);
});

Deno.test("a recount plan lists each wrong count, deletions first", () => {
  const table = tableOf([entry("CA", 5), entry("XX", 1), entry("NY", 2)]);
  const rebuilt = stateOf(entry("CA", 5), entry("NY", 3), entry("TX", 4));
  assertEquals(planPartition(table, rebuilt).corrections, [
    { key: "XX", before: 1, after: null },
    { key: "NY", before: 2, after: 3 },
    { key: "TX", before: null, after: 4 },
  ]);
});

Deno.test("a recount writes all counts to the table, deletes other keys, and writes corrections to the output", () => {
  const { records, toTable, toOutput } = written(
    tableOf([entry("CA", 5), entry("XX", 1)]),
    ...[entry("CA", 5), entry("NY", 3)],
  );
  assertEquals(toTable, [["XX", null], ["CA", 5], ["NY", 3]]);
  assertEquals(toOutput, [["NY", 3]]);
  const told = records.find(({ topic }) => topic === output.topic)!;
  assertEquals(told.headers, [[recountHeader, utf8("input")]]);
});

Deno.test("a recount writes all counts to the output if the table could not be trusted", () => {
  const table = tableOf([entry("CA", 5)], { mismatch: "it is ahead", due: null });
  assertEquals(written(table, entry("CA", 5)).toOutput, [["CA", 5]]);
});

Deno.test("a recount deletes a key that is not text by its bytes", () => {
  const key = new Uint8Array([0xff, 0xfe]);
  const { records } = written(tableOf([], { keys: [key], mismatch: "foreign", due: null }));
  assertEquals(records.map(({ key, value }) => [key, value]), [[key, null]]);
});

Deno.test("a recount numbers its records and memo above all earlier transactions", () => {
  const plan = planPartition(tableOf([entry("XX", 1)]), stateOf(entry("CA", 5)));
  const toTable = recordsOf(plan, topics, "input", 5).filter(({ topic }) => topic === "counts");
  assertEquals(toTable.map(({ headers }) => sequenceOf(headers)), [8, 8]);
  const { hash } = stateOf(entry("CA", 5)).memo();
  assertEquals(readMemo(memoOf(plan, 4)), {
    ...{ keys: 1, logins: 5, streamTimeMs: 0, partitions: 4 },
    ...{ sequence: 8, hash, spans: [], rebuiltAt: null },
  });
});

Deno.test("a recount keeps the table's key of a window, whatever sizes are counted now", () => {
  const window = { startMs: 0, endMs: 60_000 };
  const start = "1970-01-01T00:00:00.000Z";
  const keyed = (key: string): CountEntry => ({ ...entry("CA", 5), key, window });
  for (const [kept, made] of [[`CA@${start}/PT1M`, `CA@${start}/PT60S`], [`CA@${start}`, "x"]]) {
    const plan = planPartition(tableOf([keyed(kept!)]), stateOf(keyed(made!)));
    assertEquals([plan.isHealthy, plan.rebuilt.at(kept!)?.count], [true, 5]);
  }
});
