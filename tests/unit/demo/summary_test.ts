import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type DemoResult, isProven, summaryOf } from "../../../src/demo/summary.ts";

const result: DemoResult = {
  proof: {
    totals: { read: 10, enriched: 6, filtered: 2, deadLetters: 1, tombstones: 1 },
    causes: new Map([["EMPTY_VALUE", 1]]),
    counts: new Map([["RU", 1], ["US", 5]]),
    samples: [],
    differences: [],
  },
  countedLogins: 6,
  burst: { logins: 8, span: { share: 0.5, seconds: 2 } },
  steady: { rate: 3, latency: { p50: 12, p99: 40 } },
};

Deno.test("a result without differences and with all logins counted is proven", () => {
  assert(isProven(result));
  assertStringIncludes(summaryOf(result), "every login has exactly one fate");
});

Deno.test("a result with a difference or an uncounted login is not proven, and says so", () => {
  const differing = { ...result, proof: { ...result.proof, differences: ["0@1 is nowhere"] } };
  const uncounted = { ...result, countedLogins: 5 };
  assertEquals([isProven(differing), isProven(uncounted)], [false, false]);
  assertStringIncludes(summaryOf(differing), "THE TOPICS DO NOT AGREE:\n  0@1 is nowhere");
  assertStringIncludes(summaryOf(uncounted), "the counts rose by 5, and 6 were enriched");
});

Deno.test("the summary lists the fates below the records read, which are their sum", () => {
  const lines = summaryOf(result).split("\n").slice(2, 8);
  assertEquals(lines.map((line) => line.split(/ {2,}/)), [
    ["fate", "logins"],
    ["read", "10"],
    ["= enriched", "6"],
    ["+ filtered (not android)", "2"],
    ["+ dead letters", "1"],
    ["+ tombstones", "1"],
  ]);
});

Deno.test("the summary lists the locale with most logins first, and the speed as a rate", () => {
  const text = summaryOf(result);
  assert(text.indexOf("US") < text.indexOf("RU"));
  assertStringIncludes(text, "2 logins/s in a burst of 8");
  assertStringIncludes(text, "p50 12 ms, p99 40 ms at 3 logins/s");
});

Deno.test("summaryOf() does not show a missing latency as zero", () => {
  assertStringIncludes(
    summaryOf({ ...result, steady: { rate: 3, latency: null } }),
    "no latency was measured",
  );
});

Deno.test("summaryOf() does not show a rate if the burst arrived at once", () => {
  const text = summaryOf({ ...result, burst: { logins: 8, span: null } });
  assertStringIncludes(text, "too short to measure a rate");
});
