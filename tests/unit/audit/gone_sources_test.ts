import { assertEquals } from "@std/assert";
import { GoneSources } from "../../../src/audit/gone_sources.ts";

/** Outputs that name these offsets of a log that begins at 100. */
function gone(...offsets: readonly number[]): GoneSources {
  const sources = new GoneSources(100);
  for (const offset of offsets) sources.note(offset);
  return sources;
}

Deno.test("outputs of records that the log still holds are none of what is gone", () => {
  assertEquals(gone(99, 100, 101).count, 1);
});

Deno.test("the longest stretch that left nothing behind is found, in whatever order outputs come", () => {
  assertEquals(gone(70, 2, 38).longestSilence(100), { first: 3, last: 37 });
  assertEquals(gone(70, 2).longestSilence(100), { first: 3, last: 69 });
  assertEquals(gone(5).longestSilence(100), { first: 6, last: 99 });
  assertEquals(gone().longestSilence(40), { first: 0, last: 39 });
});

Deno.test("where each offset left something behind there is no such stretch", () => {
  assertEquals(gone(2, 0, 1).longestSilence(3), null);
});
