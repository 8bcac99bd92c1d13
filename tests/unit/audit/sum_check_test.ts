import { assertEquals } from "@std/assert";
import { CountSums } from "../../../src/audit/count_sums.ts";
import { Findings } from "../../../src/audit/findings.ts";
import { checkSums } from "../../../src/audit/sum_check.ts";

function sums(logins: Readonly<Record<string, number>>, lastLogin = 1): CountSums {
  const sums = new CountSums();
  for (const [locale, delta] of Object.entries(logins)) {
    sums.add({ locale, window_start: null, window_end: null, delta, last_login: lastLogin });
  }
  return sums;
}

function differing(
  [committed, all, logged]: readonly [CountSums, CountSums, CountSums],
  hasMoved = false,
): string[] {
  const findings = new Findings(100);
  checkSums({ committed, all, logged, hasMoved }, findings);
  return findings.differences.map(({ key }) => key!);
}

Deno.test("a sum check of an idle pipeline requires exactly the logins below the committed offsets", () => {
  const [committed, all] = [sums({ RU: 2 }), sums({ RU: 3, US: 1 })];
  assertEquals(differing([committed, all, sums({ RU: 2 })]), []);
  assertEquals(differing([committed, all, sums({ RU: 3 })]), ["RU"]);
  assertEquals(differing([committed, all, sums({})]), ["RU"]);
  assertEquals(differing([committed, all, sums({ RU: 2, US: 1 })]), ["US"]);
  assertEquals(differing([committed, all, sums({ RU: 2 }, 5)]), ["RU"]);
});

Deno.test("a sum check of a running pipeline also accepts deltas of later input, but nothing else", () => {
  const [committed, all] = [sums({ RU: 2 }), sums({ RU: 4 })];
  assertEquals(differing([committed, all, sums({ RU: 3 })], true), []);
  assertEquals(differing([committed, all, sums({ RU: 1 })], true), ["RU"]);
  assertEquals(differing([committed, all, sums({ RU: 5 })], true), ["RU"]);
});
