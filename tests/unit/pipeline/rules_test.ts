import { assert, assertEquals } from "@std/assert";
import {
  addSpan,
  countedBy,
  differencesOf,
  newestRules,
  packSpans,
  rulesAt,
  type RuleSpan,
  unpackSpans,
} from "../../../src/pipeline/rules.ts";

function span(from: number, COUNT_WINDOWS: string, isBackdated = false): RuleSpan {
  return { from, rules: { COUNT_WINDOWS, MAX_VALUE_BYTES: "1" }, isBackdated };
}

Deno.test("rulesAt() gives the last span up to an offset, or the first span", () => {
  const spans = [span(10, "A"), span(20, "B")];
  const held = [0, 10, 19, 20, 99].map((offset) => rulesAt(spans, offset)?.["COUNT_WINDOWS"]);
  assertEquals(held, ["A", "A", "A", "B", "B"]);
  assertEquals([rulesAt([], 5), newestRules([])], [null, null]);
});

Deno.test("countedBy() applies a backdated span to earlier logins but keeps their fates", () => {
  const old = { ...span(0, "A"), rules: { COUNT_WINDOWS: "A", MAX_VALUE_BYTES: "9" } };
  const spans = [old, span(20, "B", true), span(30, "C")];
  assertEquals(countedBy(spans, 5), { COUNT_WINDOWS: "B", MAX_VALUE_BYTES: "9" });
  assertEquals(countedBy(spans, 25)?.["COUNT_WINDOWS"], "B");
  assertEquals(countedBy(spans, 30)?.["COUNT_WINDOWS"], "C");
});

Deno.test("addSpan() replaces a span that processed nothing, unless a recount used it", () => {
  const first = span(0, "A");
  assertEquals(addSpan([first, span(9, "B")], span(9, "C"), 0), [first, span(9, "C")]);
  const counted = span(9, "B", true);
  assertEquals(addSpan([first, counted], span(9, "C"), 0), [first, counted, span(9, "C")]);
});

Deno.test("addSpan() drops rules of records that are no longer in the log", () => {
  const spans = [span(0, "A"), span(10, "B"), span(20, "C")];
  assertEquals(addSpan(spans, span(30, "D"), 15).map(({ from }) => from), [10, 20, 30]);
  assertEquals(addSpan(spans, span(30, "D"), 30).map(({ from }) => from), [30]);
});

Deno.test("addSpan() keeps spans within Kafka's limit for offset metadata", () => {
  let spans: readonly RuleSpan[] = [];
  for (let at = 0; at < 500; at++) spans = addSpan(spans, span(at, `PT${at}S`), 0);
  assert(JSON.stringify(packSpans(spans)).length <= 3_500);
  assertEquals(spans.at(-1), span(499, "PT499S"));
});

Deno.test("differencesOf() compares only the rules that both sets have", () => {
  const found = { COUNT_WINDOWS: "PT1M", MAX_LOCALES: "5" };
  assertEquals(differencesOf({ COUNT_WINDOWS: "", COUNTS: "true" }, found), [
    { name: "COUNT_WINDOWS", own: "", found: "PT1M" },
  ]);
});

Deno.test("unpackSpans() is null for other values", () => {
  const values = [null, 5, {}, [5], [[0]], [[0, null]], [[5, {}], [4, {}]], [["0", {}]]];
  for (const value of values) assertEquals(unpackSpans(value), null);
});
