import { assertEquals } from "@std/assert";
import {
  advanceStreamTime,
  isExpired,
  windowIdOf,
  windowOf,
} from "../../../src/pipeline/window.ts";

Deno.test("windows are counted from the epoch, start inclusive, end exclusive", () => {
  assertEquals([0, 59_999, 60_000, 119_999].map((ms) => windowIdOf(ms, 60_000)), [0, 0, 1, 1]);
  assertEquals(windowOf(1, 60_000), { startMs: 60_000, endMs: 120_000 });
  const lastSecond = 253402300799000;
  const { startMs, endMs } = windowOf(windowIdOf(lastSecond, 86_400_000), 86_400_000);
  assertEquals(new Date(startMs).toISOString(), "9999-12-31T00:00:00.000Z");
  assertEquals(endMs - startMs, 86_400_000);
});

Deno.test("a window is open until stream time reaches its end and the retention", () => {
  assertEquals(isExpired(60_000, 69_999, 10_000), false);
  assertEquals(isExpired(60_000, 70_000, 10_000), true);
  assertEquals(isExpired(60_000, 60_000, 0), true);
});

Deno.test("stream time only rises", () => {
  assertEquals(advanceStreamTime(100, 50, 1000), 100);
  assertEquals(advanceStreamTime(100, 150, 1000), 150);
});

Deno.test("a login dated in the future moves stream time no further than its record's own time", () => {
  assertEquals(advanceStreamTime(100, 253402300799000, 1000), 1000);
  assertEquals(advanceStreamTime(100, 253402300799000, -1), 100);
});
