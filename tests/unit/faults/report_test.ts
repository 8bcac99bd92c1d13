import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  failureOf,
  keepsLimits,
  lineOf,
  percentile,
  summaryOf,
  totalsOf,
} from "../../faults/report.ts";
import type { ScenarioResult } from "../../faults/scenario_result.ts";

const passed: ScenarioResult = {
  name: "a promise",
  family: "cut points",
  seconds: 12.34,
  failure: null,
  hits: ["before EndTxn"],
  records: 1_000,
  notChecked: [],
  kills: 2,
  stalls: 1,
  resets: 3,
  takeovers: [{ signal: "SIGKILL", ms: 7_000 }, { signal: "SIGTERM", ms: 900 }],
};
const failed: ScenarioResult = { ...passed, failure: "Error: a record is missing", takeovers: [] };

Deno.test("totalsOf() adds up the results of scenarios", () => {
  assertEquals(totalsOf([passed, failed]), {
    scenarios: 2,
    passed: 1,
    failed: 1,
    records: 2_000,
    kills: 4,
    stalls: 2,
    resets: 6,
    recovery: {
      SIGKILL: { measured: 1, p50Ms: 7_000, p99Ms: 7_000 },
      SIGTERM: { measured: 1, p50Ms: 900, p99Ms: 900 },
    },
  });
});

Deno.test("keepsLimits() compares the p99 of both signals with their limits", () => {
  const totals = totalsOf([passed]);
  assertEquals(keepsLimits(totals), true);
  assertEquals(keepsLimits(totalsOf([failed])), false, "nothing measured");
  const slow = { ...passed, takeovers: [...passed.takeovers, { signal: "SIGTERM", ms: 2_001 }] };
  assertEquals(keepsLimits(totalsOf([slow as ScenarioResult])), false);
  assertStringIncludes(summaryOf(totals, 1), "p99 900 ms of 1, within 2000 ms");
});

Deno.test("percentile() uses the nearest rank", () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  assertEquals(percentile(values, 0.5), 100);
  assertEquals(percentile(values, 0.99), 198);
  assertEquals(percentile([5], 0.99), 5);
});

Deno.test("a result line shows what was measured and what was not checked", () => {
  const line = lineOf({ ...passed, notChecked: ["counts not checked: no input"] });
  assertStringIncludes(
    line,
    "ok      12.3 s  cut points: a promise (1 hit, taken over after SIGKILL",
  );
  assertStringIncludes(line, "\n         counts not checked: no input");
  assertStringIncludes(lineOf(failed), "FAILED");
});

Deno.test("a failure line shows how to run that scenario alone", () => {
  assertStringIncludes(
    failureOf(failed, 7),
    'deno task test:faults --seed 7 --scenario "a promise"',
  );
});

Deno.test("the summary ends with the verdict and lists what was not measured", () => {
  const text = summaryOf(totalsOf([failed]), 7);
  assertStringIncludes(text, "seed 7, 1 scenarios, 1000 records, 2 kills, 1 stalls, 3 resets");
  assertStringIncludes(text, "recovery after SIGTERM: not measured");
  assertEquals(text.endsWith("0 passed, 1 failed"), true);
});
