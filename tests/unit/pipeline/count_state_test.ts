import { assertEquals } from "@std/assert";
import type { CountEntry } from "../../../src/pipeline/count_entry.ts";
import { type CountMemo, CountState } from "../../../src/pipeline/count_state.ts";

const windowed: CountEntry = {
  key: "CA@1970-01-01T00:00:00.000Z",
  locale: "CA",
  window: { startMs: 0, endMs: 60_000 },
  count: 3,
  lastLoginMs: 59_000,
};
const later: CountEntry = {
  ...windowed,
  key: "CA@1970-01-01T00:01:00.000Z",
  window: { startMs: 60_000, endMs: 120_000 },
};
const allTime: CountEntry = { ...windowed, key: "CA", window: null, count: 5 };

function sums({ keys, logins, streamTimeMs }: CountMemo) {
  return { keys, logins, streamTimeMs };
}

Deno.test("put() replaces the entry of the same key", () => {
  const state = new CountState(0);
  state.put(allTime);
  state.put({ ...allTime, count: 8 });
  assertEquals([...state.entries()], [{ ...allTime, count: 8 }]);
  assertEquals(sums(state.memo()), { keys: 1, logins: 8, streamTimeMs: 0 });
});

Deno.test("find() finds a count by locale and window, whatever its key", () => {
  const state = new CountState(0);
  const underOldKey = { ...windowed, key: "CA@1970-01-01T00:00:00.000Z/PT1M" };
  for (const entry of [underOldKey, allTime]) state.put(entry);
  assertEquals(state.find("CA", { startMs: 0, endMs: 60_000 }), underOldKey);
  assertEquals(state.find("CA", { startMs: 0, endMs: 300_000 }), undefined);
  assertEquals(state.find("CA", null), allTime);
  assertEquals(state.find("NY", null), undefined);
});

Deno.test("the logins of a memo include only all-time counts", () => {
  const state = new CountState(7);
  for (const entry of [windowed, allTime]) state.put(entry);
  assertEquals(sums(state.memo()), { keys: 2, logins: 5, streamTimeMs: 7 });
  state.drop(windowed.key);
  state.drop("no such key");
  assertEquals(sums(state.memo()), { keys: 1, logins: 5, streamTimeMs: 7 });
  state.drop(allTime.key);
  assertEquals(sums(state.memo()), { keys: 0, logins: 0, streamTimeMs: 7 });
  assertEquals([windowed, allTime].map(({ window }) => state.find("CA", window)), [
    undefined,
    undefined,
  ]);
});

Deno.test("memoAfter() gives the memo of a change without applying it", () => {
  const state = new CountState(0);
  for (const entry of [windowed, allTime]) state.put(entry);
  const change = {
    put: [{ ...allTime, count: 9 }, { ...allTime, key: "NY", locale: "NY" }, later],
    drop: [windowed, later],
    streamTimeMs: 60_000,
  };
  const promised = state.memoAfter(change);
  assertEquals(sums(state.memo()), { keys: 2, logins: 5, streamTimeMs: 0 });
  state.apply(change);
  assertEquals(state.memo(), promised);
  assertEquals(sums(promised), { keys: 2, logins: 14, streamTimeMs: 60_000 });
});

Deno.test("a count state knows when its earliest window ends, also after changes", () => {
  const state = new CountState(0);
  const mayExpireBy = (ms: number) => state.mayExpireBy(ms, 1000);
  state.put(allTime);
  state.put(later);
  state.put(windowed);
  assertEquals([60_999, 61_000].map(mayExpireBy), [false, true]);
  state.drop(windowed.key);
  assertEquals([120_999, 121_000].map(mayExpireBy), [false, true]);
  state.put({ ...later, count: 4 });
  assertEquals([120_999, 121_000].map(mayExpireBy), [false, true]);
  state.drop(later.key);
  assertEquals(mayExpireBy(Number.MAX_SAFE_INTEGER), false);
});

Deno.test("the hash of a count state depends only on its current entries", () => {
  const state = new CountState(0);
  for (const entry of [later, windowed, { ...allTime, count: 1 }, allTime]) state.put(entry);
  state.drop(later.key);
  const other = new CountState(0);
  for (const entry of [allTime, windowed]) other.put(entry);
  assertEquals(state.memo(), other.memo());
  other.drop(windowed.key);
  assertEquals(state.memo().hash === other.memo().hash, false);
});

Deno.test("a count state numbers only transactions that change a count", () => {
  const state = new CountState(0);
  const change = (put: CountEntry[], drop: CountEntry[]) => ({ put, drop, streamTimeMs: 0 });
  state.apply(change([windowed], []));
  state.apply(change([], []));
  assertEquals(state.sequence, 1);
  state.apply(change([], [windowed]));
  assertEquals(state.memo().sequence, 2);
});

Deno.test("a count state counts locales by their all-time counts", () => {
  const state = new CountState(0);
  for (const entry of [windowed, allTime, { ...allTime, count: 7 }]) state.put(entry);
  assertEquals(state.locales, 1);
  state.drop(allTime.key);
  assertEquals(state.locales, 0);
});

Deno.test("a count state marks the key of a foreign record as invalid until another record replaces it", () => {
  const state = new CountState(0);
  state.put(allTime);
  state.putForeign(allTime.key, 7);
  state.putForeign("NY", 8);
  assertEquals([state.foreignOffsets, state.memo().keys], [[7, 8], 0]);
  state.put(allTime);
  state.drop("NY");
  assertEquals([state.foreignOffsets, state.memo().keys], [[], 1]);
});
