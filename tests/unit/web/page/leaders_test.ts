import { assertEquals } from "@std/assert";
import { allTimeLeaders, windowLeaders } from "../../../../src/web/page/leaders.js";
import { periodCounts } from "../../../../src/web/page/period_counts.js";

const lastLogin = "2026-03-01T10:00:30.000Z";

function minute(start: string, counts: Record<string, number>) {
  const windowEnd = new Date(Date.parse(start) + 60_000).toISOString();
  return periodCounts({
    window: "PT1M",
    windowStart: start,
    windowEnd,
    total: 0,
    counts: Object.entries(counts).map(([locale, count]) => ({ locale, count, lastLogin })),
  });
}

Deno.test("all-time leaders are ranked by their last count", () => {
  const at = ["2026-03-01T10:00:00.000Z", "2026-03-01T10:00:05.000Z"];
  const locales = [{ locale: "TX", counts: [9, 9] }, { locale: "CO", counts: [null, 12] }];
  const leaders = allTimeLeaders({ stepSeconds: 5, samples: [], counts: { at, locales } }, 1);
  assertEquals(leaders.locales, [{ locale: "CO", counts: [null, 12] }]);
  assertEquals(leaders.seconds[1]! - leaders.seconds[0]!, 5);
});

Deno.test("windows are in order of time, and leaders are ranked by their sum over all of them", () => {
  const newest = minute("2026-03-01T10:01:00.000Z", { CO: 1, TX: 5 });
  const before = minute("2026-03-01T10:00:00.000Z", { CO: 8 });
  assertEquals(windowLeaders([newest, before], 2).locales, [
    { locale: "CO", counts: [8, 1] },
    { locale: "TX", counts: [0, 5] },
  ]);
});
