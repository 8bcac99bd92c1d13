import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import type { CountEntry } from "../../../src/pipeline/count_entry.ts";
import {
  contradictionOf,
  type KeptMemo,
  readMemo,
  repartitioned,
  writeMemo,
} from "../../../src/pipeline/count_memo.ts";
import { CountState } from "../../../src/pipeline/count_state.ts";

const entry: CountEntry = { key: "CA", locale: "CA", window: null, count: 5, lastLoginMs: 9 };

function stateOf(entries: readonly CountEntry[], sequence: number): CountState {
  const state = new CountState(0);
  for (const each of entries) state.put(each);
  state.reach(sequence);
  return state;
}

function committed(state: CountState, offset = 7) {
  return { offset, memo: writeMemo({ ...state.memo(), partitions: 4 }) };
}

const left = committed(stateOf([entry], 3));

Deno.test("readMemo() reads what writeMemo() writes, and null before the first commit", () => {
  const notes = { spans: [], rebuiltAt: null };
  const memo: KeptMemo = { ...stateOf([entry], 3).memo(), partitions: 4, ...notes };
  assertEquals(readMemo(writeMemo(memo)), memo);
  assertEquals(readMemo(""), null);
});

Deno.test("readMemo() throws for any other text", () => {
  const texts = ["x", "null", "5", "{}", '{"keys":1,"logins":1,"streamTimeMs":0,"partitions":4}'];
  for (const text of texts) assertThrows(() => readMemo(text), Error);
});

Deno.test("repartitioned() reports only another number of partitions", () => {
  const memo = readMemo(left.memo);
  assertEquals([repartitioned(memo, 4), repartitioned(null, 8)], [null, null]);
  assertMatch(repartitioned(memo, 8)!, /kept in 4 partitions, and there are 8 now/);
});

Deno.test("contradictionOf() is null for the committed state and for a first start", () => {
  assertEquals(contradictionOf(stateOf([entry], 3), left), null);
  assertEquals(contradictionOf(stateOf([], 0), { offset: 0, memo: "" }), null);
});

Deno.test("contradictionOf() accepts that compaction removed tombstones", () => {
  assertEquals(contradictionOf(stateOf([entry], 2), left), null);
});

Deno.test("contradictionOf() distinguishes how a state was damaged", () => {
  const raised = { ...entry, count: 6 };
  const cases: [CountState, RegExp][] = [
    [stateOf([], 0), /holds 0 counts of 0 logins .* 1 counts of 5 logins .* emptied, or deleted/],
    [stateOf([raised], 4), /up to transaction 4.* up to transaction 3.* ahead.* set back.* torn/],
    [stateOf([entry], 4), /the table is ahead/],
    [stateOf([{ ...entry, count: 4 }], 2), /the end of the table is lost/],
    [stateOf([raised], 3), /lost, altered or added by another program/],
    [stateOf([{ ...entry, lastLoginMs: 8 }], 3), /lost, altered or added by another program/],
  ];
  for (const [state, reason] of cases) assertMatch(contradictionOf(state, left)!, reason);
});

Deno.test("contradictionOf() names the offset of a foreign record", () => {
  const state = stateOf([entry], 3);
  state.putForeign("NY", 41);
  assertMatch(contradictionOf(state, left)!, /offset 41 was not written by this pipeline/);
});

Deno.test("contradictionOf() reports a committed offset without a memo", () => {
  const lost = /the committed offset has no memo/;
  assertMatch(contradictionOf(stateOf([entry], 3), { offset: 0, memo: "" })!, lost);
  assertMatch(contradictionOf(stateOf([], 0), { offset: 9, memo: "" })!, lost);
});
