import { assertEquals } from "@std/assert";
import { byMinute } from "../../../../src/web/page/minutes.js";

const nothing = {
  read: 0,
  enriched: 0,
  filtered: 0,
  rejected: 0,
  committed: 0,
  aborted: 0,
  p50Ms: null,
  p99Ms: null,
};

Deno.test("the history by minute has sums, newest first, and the highest latency", () => {
  const samples = [
    { ...nothing, at: "2026-03-01T10:00:30.000Z", read: 5, p99Ms: 20 },
    { ...nothing, at: "2026-03-01T10:01:00.000Z", read: 7, p99Ms: 50 },
    { ...nothing, at: "2026-03-01T10:01:05.000Z", read: 1 },
  ];
  assertEquals(byMinute(samples).map(({ at, read, p99Ms }) => [at.slice(11, 16), read, p99Ms]), [
    ["10:02", 1, null],
    ["10:01", 12, 50],
  ]);
});
