import { assertEquals } from "@std/assert";
import { countKey } from "../../../src/pipeline/count_key.ts";
import { windowOf } from "../../../src/pipeline/window.ts";

const hour = 3_600_000;
const window = windowOf(477_936, hour);

Deno.test("the key of an all-time count is its locale", () => {
  for (const locale of ["CA", "unknown", " ", "a@b", "CA@2024"]) {
    assertEquals(countKey(locale, null, null), locale);
  }
});

Deno.test("the key of a windowed count is locale@window_start", () => {
  assertEquals(countKey("CA", window, null), "CA@2024-07-10T00:00:00.000Z");
});

Deno.test("the key of a windowed count ends with the duration if several sizes are counted", () => {
  assertEquals(countKey("CA", window, "PT1H"), "CA@2024-07-10T00:00:00.000Z/PT1H");
});

Deno.test("count keys are unique, whatever the locale", () => {
  const starts = ["2024-07-10T00:00:00.000Z", "2024-07-10T01:00:00.000Z"];
  const pieces = ["", "CA", "@", "@@", "/PT1H", "/P1D", ...starts, ...starts.map((s) => `@${s}`)];
  const locales = new Set(
    pieces.flatMap((a) => pieces.flatMap((b) => pieces.map((c) => a + b + c))),
  );
  const windows = [window, windowOf(477_937, hour)];
  const counts = [...locales].flatMap((locale) => [
    countKey(locale, null, null),
    ...windows.flatMap((each) => [null, "PT1H", "P1D"].map((size) => countKey(locale, each, size))),
  ]);
  assertEquals(new Set(counts).size, counts.length);
});
