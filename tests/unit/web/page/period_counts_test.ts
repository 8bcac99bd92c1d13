import { assertEquals } from "@std/assert";
import type { ChangedCounts } from "../../../../src/contract/counts.ts";
import {
  followedCounts,
  mergedCounts,
  periodCounts,
  rankedLocales,
} from "../../../../src/web/page/period_counts.js";

const lastLogin = "2026-03-01T10:00:30.000Z";

function answer(counts: Record<string, number>, minute: number | null = null): ChangedCounts {
  const at = (minutes: number) => new Date(Date.UTC(2026, 2, 1, 10, minutes)).toISOString();
  return {
    window: minute === null ? null : "PT1M",
    windowStart: minute === null ? null : at(minute),
    windowEnd: minute === null ? null : at(minute + 1),
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts: Object.entries(counts).map(([locale, count]) => ({ locale, count, lastLogin })),
  };
}

function countsOf(table: ReturnType<typeof periodCounts>): Record<string, number> {
  return Object.fromEntries([...table.counts].map(([locale, { count }]) => [locale, count]));
}

Deno.test("changed counts replace earlier ones, and other counts stay", () => {
  const table = mergedCounts(periodCounts(answer({ CO: 3, TX: 1 })), {
    ...answer({ TX: 5 }),
    total: 8,
  });
  assertEquals(countsOf(table), { CO: 3, TX: 5 });
  assertEquals(table.total, 8);
});

Deno.test("the same event twice changes nothing more", () => {
  const event = { ...answer({ TX: 5 }), total: 8 };
  const once = mergedCounts(periodCounts(answer({ CO: 3, TX: 1 })), event);
  assertEquals(mergedCounts(once, event), once);
});

Deno.test("the next window starts with only its own counts", () => {
  const table = followedCounts(periodCounts(answer({ CO: 3 }, 0)), answer({ TX: 1 }, 1));
  assertEquals(countsOf(table), { TX: 1 });
  assertEquals(table.starts, ["2026-03-01T10:01:00.000Z", "2026-03-01T10:00:00.000Z"]);
});

Deno.test("a late login for an older window leaves the newest window unchanged", () => {
  const newest = periodCounts(answer({ CO: 3 }, 5));
  const table = followedCounts(newest, answer({ TX: 1 }, 4));
  assertEquals(countsOf(table), { CO: 3 });
  assertEquals(table.starts, ["2026-03-01T10:05:00.000Z", "2026-03-01T10:04:00.000Z"]);
});

Deno.test("the first window is followed, too", () => {
  const nothing = periodCounts({ ...answer({}), window: "PT1M" });
  assertEquals(countsOf(followedCounts(nothing, answer({ CO: 1 }, 0))), { CO: 1 });
  assertEquals(countsOf(followedCounts(undefined, answer({ CO: 1 }, 0))), { CO: 1 });
});

Deno.test("locales are ranked by count and then by name, without those that have no logins", () => {
  const ranked = rankedLocales(periodCounts(answer({ TX: 2, AL: 2, CO: 9, NY: 0 })), 3);
  assertEquals(ranked.map(({ rank, locale }) => [rank, locale]), [[1, "CO"], [2, "AL"], [3, "TX"]]);
});

Deno.test("a locale may have the name of an object property", () => {
  const table = periodCounts(answer({ constructor: 1, toString: 2 }));
  assertEquals(rankedLocales(table).map(({ locale }) => locale), ["toString", "constructor"]);
});
