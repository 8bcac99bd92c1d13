import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { AuditReport } from "../../../src/audit/report.ts";
import { reportText } from "../../../src/commands/audit_report.ts";
import { parseBoundary } from "../../../src/commands/boundary.ts";
import { UsageError } from "../../../src/errors.ts";

const report: AuditReport = {
  agrees: true,
  totals: {
    input: 10,
    enriched: 4,
    filtered: 3,
    deadLetters: 2,
    tombstones: 1,
    waiting: 0,
    counts: { keys: 2, emitted: 5, logins: 4, overflow: 0 },
  },
  differences: [],
  differenceCount: 0,
  notChecked: [],
};

Deno.test("a boundary is an offset or a time, and nothing in between", () => {
  assertEquals(parseBoundary("1000"), { offset: 1000 });
  const timeMs = Date.UTC(2026, 10, 23, 8);
  assertEquals(parseBoundary("2026-11-23T08:00:00Z"), { timeMs });
  for (const given of ["-1", "yesterday", "2026-13-01", "1.5", ""]) {
    assertThrows(() => parseBoundary(given), UsageError, "takes an offset or a time");
  }
});

Deno.test("the last line of a report is the verdict", () => {
  const lastLine = (found: AuditReport) => reportText(found).split("\n").at(-1);
  assertEquals(
    lastLine(report),
    "AGREES: each of 10 input records had exactly one fate, all counts add up",
  );
  const partly = { ...report, notChecked: ["counts"] };
  assertStringIncludes(lastLine(partly)!, "as far as it could be checked");
  assertStringIncludes(reportText(partly), "not checked: counts");
  assertEquals(lastLine({ ...report, agrees: false, differenceCount: 1 }), "DIFFERS: 1 difference");
});

Deno.test("a report says what differs and how to see what it leaves out", () => {
  const differences = [{ kind: "missing", message: "the record at user-login[2]@41 ..." }] as const;
  const text = reportText({ ...report, agrees: false, differences, differenceCount: 3 });
  assertStringIncludes(text, "missing: the record at user-login[2]@41");
  assertStringIncludes(text, "2 more differences; --all lists all");
});
