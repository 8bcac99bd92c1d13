import { assertEquals } from "@std/assert";
import { CountLedger } from "../../../src/audit/count_ledger.ts";
import { Findings } from "../../../src/audit/findings.ts";
import { TableCheck } from "../../../src/audit/table_check.ts";
import { utf8 } from "../../support/logins.ts";

/** A row: its key, its count or other content, and its partition. */
type Row = readonly [key: string, count: number | "foreign" | null, partition?: number];

const allTime = { window_start: null, window_end: null };

/** The flaws of a table of these records, where "A" and "B" have one login each. */
function flaws(...rows: readonly Row[]): string[] {
  const settings = { windows: { sizes: [], retentionMs: 0 }, maxLocales: 9 };
  const ledger = new CountLedger(() => settings);
  for (const [offset, locale] of ["A", "B"].entries()) {
    const record = { offset, timestamp: 1, key: null, value: null, headers: [] };
    ledger.take(0, record, { locale, ...allTime, delta: 1, last_login: 5 });
  }
  const findings = new Findings(100);
  const table = new TableCheck(ledger, findings);
  for (const [offset, [key, count, partition = 0]] of rows.entries()) {
    const value = count === null ? null : utf8("value");
    const record = { offset, timestamp: 1, key: utf8(key), value, headers: [] };
    const fields = typeof count !== "number"
      ? null
      : { locale: key.replace("!", ""), ...allTime, count, last_login: 5 };
    table.take({ topic: "counts", partition, offset }, record, fields);
  }
  table.finish(true);
  return findings.differences.map(({ message }) => message.replace(/^the row of /, ""));
}

Deno.test("a table whose rows are the sums of their deltas has no flaw", () => {
  assertEquals(flaws(["A", 1], ["B", 1]), []);
});

Deno.test("a table check uses only the last record of a key", () => {
  assertEquals(flaws(["A", "foreign"], ["A", 7], ["A", 1], ["x", "foreign"], ["x", null]), []);
});

Deno.test("a table check names what is wrong with a row", () => {
  assertEquals(flaws(["A", 2], ["C", 1], ["B", 1, 3]), [
    '"A" at counts[0]@0 is 2, which is not a sum of its deltas',
    '"C" at counts[0]@1 counts logins without a delta',
    '"B" at counts[3]@2 is not in the partition of its deltas',
  ]);
  assertEquals(flaws(["A!", 1], ["B", "foreign"]), [
    '"A!" at counts[0]@0 has the wrong key',
    '"B" at counts[0]@1 was not written by this pipeline',
  ]);
});
