import { assertEquals } from "@std/assert";
import { GoneSources } from "../../../src/audit/gone_sources.ts";

/** Outputs of these source offsets, for a log that begins at 100. */
function gone(...offsets: readonly number[]): GoneSources {
  const sources = new GoneSources(100);
  for (const offset of offsets) sources.note(offset);
  return sources;
}

Deno.test("GoneSources ignores outputs of records that the log still holds", () => {
  assertEquals(gone(99, 100, 101).count, 1);
});

Deno.test("longestSilence() finds the longest range without outputs, in any order of outputs", () => {
  assertEquals(gone(70, 2, 38).longestSilence(100), { first: 3, last: 37 });
  assertEquals(gone(70, 2).longestSilence(100), { first: 3, last: 69 });
  assertEquals(gone(5).longestSilence(100), { first: 6, last: 99 });
  assertEquals(gone().longestSilence(40), { first: 0, last: 39 });
});

Deno.test("longestSilence() is null if each deleted offset has an output", () => {
  assertEquals(gone(2, 0, 1).longestSilence(3), null);
});

/** Outputs of these source offsets, with the committed offset moved to 120 and a log start of 110. */
function ledPast(...offsets: readonly number[]): GoneSources {
  const sources = new GoneSources(140, { offset: 120, logStart: 110 });
  for (const offset of offsets) sources.note(offset);
  return sources;
}

Deno.test("GoneSources begins a skipped range after the last offset with an output", () => {
  assertEquals(ledPast(99, 130, 97, 150).ledPast, { first: 100, last: 109 });
});

Deno.test("GoneSources reports no skipped range if the committed offset was set to its earlier value", () => {
  assertEquals(ledPast(99, 115, 130).ledPast, null);
  assertEquals(ledPast(109, 130).ledPast, null);
});

Deno.test("GoneSources reports no skipped range without an earlier commit or a recorded beginning", () => {
  assertEquals(ledPast(130, 120).ledPast, null);
  assertEquals(gone(2, 70).ledPast, null);
});

Deno.test("longestSilence() leaves out the skipped range", () => {
  assertEquals(ledPast(99, 130).longestSilence(99), { first: 0, last: 98 });
  assertEquals(ledPast(0, 1, 2, 125).longestSilence(140), { first: 110, last: 124 });
});
