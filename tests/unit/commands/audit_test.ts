import { assertEquals, assertStringIncludes } from "@std/assert";
import type { AuditReport } from "../../../src/audit/report.ts";
import { reportText } from "../../../src/commands/audit_report.ts";

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
