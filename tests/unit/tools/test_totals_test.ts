import { assertEquals } from "@std/assert";
import { testTotals, totalsLine } from "../../../tools/test_totals.ts";

Deno.test("test totals come from the last summary, with and without colors", () => {
  const output = "a ... ok (1ms)\n\nok | 12 passed (3 steps) | 0 failed | 2 ignored (5s)\n";
  assertEquals(testTotals(output, true), { passed: 12, failed: 0, skipped: 2 });
  const colored = "\x1b[0m\x1b[31mFAILED\x1b[0m | 1 passed | 2 failed \x1b[90m(3s)\x1b[0m\n";
  assertEquals(testTotals(colored, false), { passed: 1, failed: 2, skipped: 0 });
  const filtered = "ok | 1 passed | 0 failed | 4 ignored | 7 filtered out (9ms)\n";
  assertEquals(testTotals(filtered, true), { passed: 1, failed: 0, skipped: 4 });
  const filteredOnly = "ok | 1 passed | 0 failed | 7 filtered out (9ms)\n";
  assertEquals(testTotals(filteredOnly, true), { passed: 1, failed: 0, skipped: 0 });
});

Deno.test("test totals count a run that ends badly without a failed test as one failure", () => {
  assertEquals(testTotals("error: Type checking failed.\n", false).failed, 1);
  assertEquals(testTotals("ok | 3 passed | 0 failed (1s)\n", false).failed, 1);
});

Deno.test("the last line of test totals adds up the parts", () => {
  const parts = [{ passed: 3, failed: 0, skipped: 0 }, { passed: 4, failed: 1, skipped: 0 }];
  assertEquals(totalsLine(parts), "7 passed, 1 failed");
  assertEquals(totalsLine([{ passed: 3, failed: 0, skipped: 2 }]), "3 passed, 0 failed, 2 skipped");
});
