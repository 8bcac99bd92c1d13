import { assertEquals } from "@std/assert";
import {
  formatAge,
  formatAmount,
  formatCount,
  formatDuration,
  formatMs,
  formatRate,
  formatShare,
  formatShort,
  formatTime,
  formatWindow,
  visible,
} from "../../../../src/web/page/format.js";

Deno.test("a count has thousands separators, and an unknown count is a dash", () => {
  assertEquals([0, 999, 12_993, 1_234_567].map(formatCount), ["0", "999", "12,993", "1,234,567"]);
  assertEquals(formatCount(null), "–");
});

Deno.test("a short count has at most three digits", () => {
  assertEquals([0, 999, 1000, 12_993, 1_234_567].map(formatShort), [
    "0",
    "999",
    "1K",
    "13K",
    "1.23M",
  ]);
});

Deno.test("a rate below ten has two digits", () => {
  assertEquals([0, 0.04, 1.25, 9.96, 101.4].map(formatRate), [
    "0/s",
    "0.04/s",
    "1.3/s",
    "10/s",
    "101/s",
  ]);
  assertEquals(formatAmount(12_340), "12.3K");
});

Deno.test("a small share is not shown as zero, and a share of nothing is unknown", () => {
  assertEquals(formatShare(1, 3), "33.3%");
  assertEquals(formatShare(1, 100_000), "< 0.1%");
  assertEquals(formatShare(0, 100_000), "0.0%");
  assertEquals(formatShare(0, 0), "–");
});

Deno.test("milliseconds are shown as seconds from 10,000 ms", () => {
  assertEquals([9, 9_999, 12_400, null].map(formatMs), ["9 ms", "9,999 ms", "12 s", "–"]);
});

Deno.test("times are shown in UTC in any time zone", () => {
  assertEquals(formatTime("2026-03-01T23:59:58.900Z"), "23:59:58");
});

Deno.test("a window shows its day if it is not today", () => {
  const [start, end] = ["2026-03-01T10:00:00.000Z", "2026-03-01T11:00:00.000Z"];
  assertEquals(formatWindow(start, end, "2026-03-01T12:00:00Z"), "10:00 – 11:00");
  assertEquals(formatWindow(start, end, "2026-03-02T12:00:00Z"), "1 Mar 10:00 – 11:00");
  const day = formatWindow("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-01T12:00:00Z");
  assertEquals(day, "1 Mar 00:00 – 2 Mar");
});

Deno.test("an age is shown in its largest unit and is never negative", () => {
  assertEquals([-500, 900, 59_000, 61_000, 7_300_000, 200_000_000].map(formatAge), [
    "0 s",
    "1 s",
    "59 s",
    "1 min",
    "2 h",
    "2 d",
  ]);
});

Deno.test("a duration of one part is shown in words", () => {
  assertEquals(["PT1M", "PT15M", "PT1H", "P1D", "PT1H30M"].map(formatDuration), [
    "1 minute",
    "15 minutes",
    "1 hour",
    "1 day",
    "PT1H30M",
  ]);
});

Deno.test("invisible characters of a locale are made visible, and other characters stay", () => {
  assertEquals(visible("de_DE"), "de_DE");
  assertEquals(visible("<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>");
  assertEquals(visible("C\u202eO\n"), "C\\u{202e}O\\u{a}");
  assertEquals(visible(" "), '" "');
});
