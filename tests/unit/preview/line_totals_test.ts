import { assertEquals } from "@std/assert";
import { lineJudge } from "../../../src/preview/line_fate.ts";
import { LineTotals } from "../../../src/preview/line_totals.ts";
import { json, login, utf8 } from "../../support/logins.ts";

function totalsOf(values: readonly Uint8Array[]) {
  const totals = new LineTotals();
  const judge = lineJudge(1000);
  for (const value of values) totals.add(judge(value));
  return totals.rows();
}

Deno.test("a summary adds up fates, causes and locales, largest first", () => {
  const values = [
    ...["NY", "CA", "CA"].map((locale) => json({ ...login, locale })),
    json({ ...login, device_type: "iOS" }),
    utf8("nonsense"),
    ...[utf8(""), utf8("")],
  ];
  assertEquals(totalsOf(values), [
    { lines: 7 },
    { fate: "enriched", lines: 3 },
    { fate: "filtered", lines: 1 },
    { fate: "dead letter", lines: 3 },
    { code: "EMPTY_VALUE", lines: 2 },
    { code: "MALFORMED_JSON", lines: 1 },
    { locale: "CA", lines: 2 },
    { locale: "NY", lines: 1 },
  ]);
});

Deno.test("a summary of an empty input says so, and one of many locales names ten", () => {
  assertEquals(totalsOf([]).map(({ lines }) => lines), [0, 0, 0, 0]);
  const locales = Array.from({ length: 30 }, (_, i) => json({ ...login, locale: `L${i}` }));
  assertEquals(totalsOf(locales).filter((row) => "locale" in row).length, 10);
});
