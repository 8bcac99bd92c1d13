import { assertEquals, assertThrows } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import {
  changedSpans,
  refuseBackdating,
  refuseCounting,
} from "../../../src/recount/changed_spans.ts";

const old = { from: 0, rules: { COUNT_WINDOWS: "PT1M", MAX_VALUE_BYTES: "9" }, isBackdated: false };
const wanted = { offset: 50, logStart: 0, rules: { COUNT_WINDOWS: "P1D", MAX_VALUE_BYTES: "9" } };

Deno.test("changed rules apply from the committed offset on, and equal rules change nothing", () => {
  assertEquals(changedSpans([old], wanted, false), [
    old,
    { from: 50, rules: wanted.rules, isBackdated: false },
  ]);
  assertEquals(changedSpans([old], { ...wanted, rules: old.rules }, false), null);
});

Deno.test("current rules are backdated only once", () => {
  const changed = changedSpans([old], wanted, false)!;
  const backdated = changedSpans(changed, { ...wanted, offset: 70 }, true)!;
  assertEquals(backdated.at(-1), { from: 70, rules: wanted.rules, isBackdated: true });
  assertEquals(changedSpans(backdated, { ...wanted, offset: 90 }, true), null);
});

Deno.test("fates cannot be backdated, and only a recount turns counting on", () => {
  const differs = (name: string, own: string, found: string) => [{ name, own, found }];
  refuseBackdating(differs("COUNT_WINDOWS", "P1D", ""));
  for (const name of ["MAX_VALUE_BYTES", "COUNTS"]) {
    assertThrows(() => refuseBackdating(differs(name, "5", "6")), FatalError, name);
  }
  refuseCounting(differs("COUNTS", "false", "true"));
  const error = assertThrows(() => refuseCounting(differs("COUNTS", "true", "false")), FatalError);
  assertEquals(error.action.includes("deno task recount"), true);
});
