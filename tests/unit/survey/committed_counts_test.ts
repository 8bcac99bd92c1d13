import { assertEquals } from "@std/assert";
import { CommittedCounts } from "../../../src/survey/committed_counts.ts";
import { entry } from "../web/shown.ts";

const minuteMs = 60_000;

function table(...entries: readonly ReturnType<typeof entry>[]): CommittedCounts {
  const table = new CommittedCounts([{ text: "PT1M", sizeMs: minuteMs }]);
  for (const one of entries) table.put(one.key, one);
  return table;
}

function pairs(counts: readonly { locale: string; count: number }[] | undefined) {
  return counts?.map(({ locale, count }) => [locale, count]);
}

Deno.test("the latest count of a key replaces the earlier one", () => {
  const counts = table(entry("CO", 1), entry("NY", 2), entry("CO", 3));
  const { counts: told, total } = counts.allTime();
  assertEquals([pairs(told), total], [[["CO", 3], ["NY", 2]], 5]);
});

Deno.test("a tombstone deletes a count, and the last count of a window deletes the window", () => {
  const counts = table(entry("CO", 1), entry("CO", 1, minuteMs));
  counts.put("CO", null);
  counts.put(entry("CO", 1, minuteMs).key, null);
  assertEquals(counts.allTime().counts, []);
  assertEquals(counts.window("PT1M", null)?.starts, []);
});

Deno.test("windows are listed newest first, and a window size that is not counted has no answer", () => {
  const counts = table(entry("CO", 1, 0), entry("CO", 2, 2 * minuteMs), entry("NY", 3, minuteMs));
  const { starts, windowStart } = counts.window("PT1M", null)!;
  assertEquals(starts.map((start) => Date.parse(start) / minuteMs), [2, 1, 0]);
  assertEquals(Date.parse(windowStart!), 2 * minuteMs);
  assertEquals(counts.window("PT1H", null), null);
});

Deno.test("a change is reported once, and only for the newest window of a size", () => {
  const counts = table(entry("CO", 1), entry("CO", 1, minuteMs));
  assertEquals(counts.takeChanges().map(({ window, counts }) => [window, pairs(counts)]), [
    [null, [["CO", 1]]],
    ["PT1M", [["CO", 1]]],
  ]);
  assertEquals(counts.takeChanges(), []);
  counts.put("NY", entry("NY", 5));
  counts.put("late", { ...entry("NY", 5, 0), key: "late" });
  const [change, ...others] = counts.takeChanges();
  assertEquals([pairs(change?.counts), change?.total, others], [[["NY", 5]], 6, []]);
});

Deno.test("the leaders are the largest all-time counts, equal ones by name", () => {
  const counts = table(entry("B", 2), entry("A", 2), entry("C", 3), entry("D", 9, 0));
  assertEquals(pairs(counts.leaders(2)), [["C", 3], ["A", 2]]);
  assertEquals(pairs(counts.leaders(9)), [["C", 3], ["A", 2], ["B", 2]]);
});
