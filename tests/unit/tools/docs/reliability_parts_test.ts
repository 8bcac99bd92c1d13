import { assertEquals, assertStringIncludes } from "@std/assert";
import { reliabilityParts } from "../../../../tools/docs/reliability_parts.ts";

const run = {
  date: "2026-11-23",
  commit: "abc1234",
  seed: 7,
  totals: {
    scenarios: 3,
    passed: 3,
    failed: 0,
    records: 12_345,
    kills: 310,
    stalls: 4,
    resets: 5,
    recovery: { SIGKILL: { measured: 20, p50Ms: 6_100, p99Ms: 7_900 }, SIGTERM: null },
  },
  families: { "cut points": { "a kill leaves nothing": 12.5, "a stall neither": 70 } },
};
const mutations = [{ rule: "fence | first", without: "twice", scenario: "a zombie is refused" }];

Deno.test("reliabilityParts() shows the figures of the last run with date, commit and seed", () => {
  const part = markdownOf("last run");
  assertStringIncludes(part, "(2026-11-23, commit abc1234, `--seed 7`");
  assertStringIncludes(part, "| named scenarios | 2 |");
  assertStringIncludes(part, "| records, each with one fate | 12,345 |");
  assertStringIncludes(part, "after SIGKILL | p50 6,100 ms, p99 7,900 ms of 20 |");
  assertStringIncludes(part, "after SIGTERM | not measured |");
});

Deno.test("reliabilityParts() lists every scenario by its promise, grouped by family", () => {
  assertEquals(
    markdownOf("scenarios"),
    "<details><summary>cut points: 2</summary>\n\n" +
      "- a kill leaves nothing\n- a stall neither\n\n</details>",
  );
});

Deno.test("reliabilityParts() lists each rule with the scenario that failed without it", () => {
  assertStringIncludes(
    markdownOf("mutations"),
    "| fence \\| first | twice | a zombie is refused |",
  );
});

function markdownOf(name: string): string {
  return reliabilityParts(run, mutations).find((part) => part.name === name)!.markdown;
}
