import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { readMemo, writeMemo } from "../../src/pipeline/count_memo.ts";
import { readEnrichMemo, writeEnrichMemo, writeStanding } from "../../src/pipeline/enrich_memo.ts";
import type { RuleSpan } from "../../src/pipeline/rules.ts";

const names = ["COUNTS", "COUNT_WINDOWS", "COUNT_RETENTION", "MAX_LOCALES", "MAX_VALUE_BYTES"];
const rules = fc.record(Object.fromEntries(names.map((name) => [name, fc.string()])));
const spans: fc.Arbitrary<RuleSpan[]> = fc.array(
  fc.record({ from: fc.maxSafeNat(), rules, isBackdated: fc.boolean() }),
).map((all) => all.toSorted((a, b) => a.from - b.from));

const beginning = fc.option(fc.record({ offset: fc.maxSafeNat(), logStart: fc.maxSafeNat() }));

Deno.test("an enrich memo is read as it was written, whatever the rules", () => {
  const standing = fc.record({ spans, beginning });
  fc.assert(fc.property(fc.maxSafeNat(), fc.boolean(), standing, (streamTimeMs, isCounted, all) => {
    const text = writeEnrichMemo(streamTimeMs, isCounted, writeStanding(all));
    assertEquals(readEnrichMemo(text), { streamTimeMs, isCounted, ...all });
  }));
});

Deno.test("a count memo is read as it was written, whatever the rules", () => {
  const sums = { keys: 1, logins: 2, streamTimeMs: 3, partitions: 4, sequence: 5 };
  const rebuiltAt = fc.option(fc.maxSafeNat());
  fc.assert(fc.property(spans, rebuiltAt, (all, at) => {
    const memo = { ...sums, hash: "0123456789abcdef", spans: all, rebuiltAt: at };
    assertEquals(readMemo(writeMemo(memo)), memo);
  }));
});

Deno.test("a count memo of a version that wrote no rules is read without rules", () => {
  const old =
    '{"keys":1,"logins":2,"streamTimeMs":3,"sequence":5,"hash":"0123456789abcdef","partitions":4}';
  assertEquals([readMemo(old)?.spans, readMemo(old)?.rebuiltAt], [[], null]);
});
