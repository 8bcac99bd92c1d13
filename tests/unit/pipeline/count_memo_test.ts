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

Deno.test("a memo is read as it was written, and there is none before the first commit", () => {
  const notes = { spans: [], rebuiltAt: null };
  const memo: KeptMemo = { ...stateOf([entry], 3).memo(), partitions: 4, ...notes };
  assertEquals(readMemo(writeMemo(memo)), memo);
  assertEquals(readMemo(""), null);
});

Deno.test("a text that is no memo is refused, not taken for one", () => {
  const texts = ["x", "null", "5", "{}", '{"keys":1,"logins":1,"streamTimeMs":0,"partitions":4}'];
  for (const text of texts) assertThrows(() => readMemo(text), Error);
});

Deno.test("counts that were kept under other partitions are told, others not", () => {
  const memo = readMemo(left.memo);
  assertEquals([repartitioned(memo, 4), repartitioned(null, 8)], [null, null]);
  assertMatch(repartitioned(memo, 8)!, /kept in 4 partitions, and there are 8 now/);
});

Deno.test("the state that was left does not contradict its memo, nor does a first start", () => {
  assertEquals(contradictionOf(stateOf([entry], 3), left), null);
  assertEquals(contradictionOf(stateOf([], 0), { offset: 0, memo: "" }), null);
});

Deno.test("tombstones that compaction took away are no loss", () => {
  assertEquals(contradictionOf(stateOf([entry], 2), left), null);
});

Deno.test("what contradicts a memo is told apart by what happened", () => {
  const raised = { ...entry, count: 6 };
  const cases: [CountState, RegExp][] = [
    [stateOf([], 0), /holds 0 counts of 0 logins .* 1 counts of 5 logins .* emptied, or deleted/],
    [stateOf([raised], 4), /up to transaction 4.* up to transaction 3.* ahead.* set back.* torn/],
    [stateOf([entry], 4), /the table is ahead/],
    [stateOf([{ ...entry, count: 4 }], 2), /the end of the table is lost/],
    [stateOf([raised], 3), /lost, altered or added by somebody else/],
    [stateOf([{ ...entry, lastLoginMs: 8 }], 3), /lost, altered or added by somebody else/],
  ];
  for (const [state, reason] of cases) assertMatch(contradictionOf(state, left)!, reason);
});

Deno.test("a record that is no count is named by its offset", () => {
  const state = stateOf([entry], 3);
  state.putForeign("NY", 41);
  assertMatch(contradictionOf(state, left)!, /offset 41 was not written by this pipeline/);
});

Deno.test("an offset without a memo was not committed by the pipeline", () => {
  const lost = /nothing stands beside the committed offset/;
  assertMatch(contradictionOf(stateOf([entry], 3), { offset: 0, memo: "" })!, lost);
  assertMatch(contradictionOf(stateOf([], 0), { offset: 9, memo: "" })!, lost);
});
