import { assertEquals } from "@std/assert";
import { CountHistory } from "../../../src/audit/count_history.ts";

/** A history of three deltas, with sums of 2, 5 and 6 logins. */
function history(window: { startMs: number; endMs: number } | null = null): CountHistory {
  const history = new CountHistory("RU", window, 0);
  history.raise(2, 1000, 10);
  history.raise(3, 3000, 11);
  history.raise(1, 2000, 15);
  return history;
}

function told(count: number, lastLoginMs: number, isRecounted = false) {
  return { count, lastLoginMs, isRecounted };
}

Deno.test("a count history accepts rising counts that are sums of the first deltas, even if some are missing", () => {
  const all = history();
  const flaws = [told(2, 1000), told(5, 3000), told(6, 3000)].map((count) => all.tell(count));
  assertEquals(flaws, [null, null, null]);
  assertEquals(history().tell(told(6, 3000)), null);
});

Deno.test("a count history distinguishes wrong sums, falls, repeats and a different last_login", () => {
  const counts = history();
  assertEquals(counts.tell(told(4, 1000)), "is 4, which is not a sum of its deltas");
  assertEquals(counts.tell(told(5, 1000)), "has another last_login");
  assertEquals(counts.tell(told(5, 3000)), "does not rise: 5 after 5");
  assertEquals(counts.tell(told(2, 1000)), "does not rise: 2 after 5");
});

Deno.test("a count history accepts right counts after a wrong one", () => {
  const counts = history();
  assertEquals(counts.tell(told(900, 3000)), "is 900, which is not a sum of its deltas");
  assertEquals(counts.tell(told(6, 3000)), null);
  assertEquals(counts.toldCount, 6);
});

Deno.test("a count history accepts that a recount repeats or lowers a count, and expects it to rise after that", () => {
  const counts = history();
  assertEquals(counts.tell(told(6, 3000)), null);
  assertEquals(counts.tell(told(2, 1000, true)), null);
  assertEquals(counts.tell(told(5, 3000)), null);
  assertEquals(counts.tell(told(7, 3000, true)), "is 7, which is not a sum of its deltas");
});

Deno.test("a count history accepts that a recount changes which logins were late, but only for windows", () => {
  const windowed = history({ startMs: 0, endMs: 5000 });
  assertEquals(windowed.tell(told(7, 3000, true)), null);
  assertEquals([windowed.isRebased, windowed.tell(told(8, 3000))], [true, null]);
  assertEquals(windowed.tell(told(8, 3000)), "does not rise: 8 after 8");
});

Deno.test("a count history knows its sum below an offset and the delta that led to a count", () => {
  const counts = history();
  assertEquals([0, 10, 11, 15, 16].map((offset) => counts.countAt(offset)), [0, 0, 2, 5, 6]);
  assertEquals([2, 5, 6, 4].map((count) => counts.deltaOf(count)), [10, 11, 15, null]);
});
