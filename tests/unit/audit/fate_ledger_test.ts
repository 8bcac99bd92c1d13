import { assertEquals } from "@std/assert";
import { FateLedger } from "../../../src/audit/fate_ledger.ts";

function ledger(): FateLedger {
  const ledger = new FateLedger({ start: 10, end: 15 });
  ledger.expect(10, "enriched", 1.5);
  ledger.expect(11, "deadLetter", 2 ** 53 - 1);
  ledger.expectNothing(12);
  ledger.see(13); // of a transaction that was aborted
  ledger.expect(14, "enriched", 3);
  return ledger;
}

Deno.test("a fate ledger accepts only the expected record, and only once", () => {
  const fates = ledger();
  assertEquals(fates.meet(10, "enriched", 1.5), "right");
  assertEquals(fates.meet(11, "deadLetter", 2 ** 53 - 1), "right");
  assertEquals(fates.meet(10, "enriched", 1.5), "duplicate");
  assertEquals(fates.meet(14, "enriched", 3.5), "altered");
  assertEquals(fates.meet(14, "enriched", 3), "duplicate");
});

Deno.test("a fate ledger distinguishes facts of filtered, rejected, unknown and unaudited records", () => {
  const fates = ledger();
  assertEquals(fates.meet(12, "enriched", 1), "wrong fate");
  assertEquals(fates.meet(11, "enriched", 1), "wrong fate");
  assertEquals(fates.meet(13, "enriched", 1), "no such record");
  assertEquals(fates.meet(9, "enriched", 1), "not asked for");
  assertEquals(fates.meet(15, "deadLetter", 1), "not asked for");
});

Deno.test("a fate ledger lists expected records below an offset that were not found", () => {
  const fates = ledger();
  fates.meet(11, "deadLetter", 2 ** 53 - 1);
  assertEquals([...fates.missing(100)], [
    { offset: 10, fate: "enriched" },
    { offset: 14, fate: "enriched" },
  ]);
  assertEquals([...fates.missing(14)], [{ offset: 10, fate: "enriched" }]);
  assertEquals([...fates.missing(0)], []);
  assertEquals([fates.countMet("deadLetter", 12), fates.countMet("deadLetter", 11)], [1, 0]);
  assertEquals(fates.countMet("enriched", 100), 0);
});

Deno.test("a fate ledger of an empty range expects nothing", () => {
  const empty = new FateLedger({ start: 7, end: 3 });
  assertEquals(empty.meet(7, "enriched", 1), "not asked for");
  assertEquals([...empty.missing(100)], []);
});

Deno.test("a fate ledger reports a fact of a removed record as removed, and a second one as a duplicate", () => {
  const fates = new FateLedger({ start: 10, end: 13 });
  fates.see(10);
  fates.see(12);
  fates.expect(12, "enriched", 3);
  assertEquals([fates.holes(13), fates.holes(11)], [1, 0]);
  assertEquals(fates.meet(11, "enriched", 1), "removed");
  assertEquals(fates.meet(11, "enriched", 1), "duplicate");
  assertEquals([fates.holes(13), [...fates.missing(12)]], [1, []]);
  assertEquals(fates.meet(10, "enriched", 1), "no such record");
});

Deno.test("a fate ledger records seen offsets only within its range and keeps known fates", () => {
  const fates = ledger();
  for (const offset of [9, 10, 12, 15]) fates.see(offset);
  assertEquals(fates.meet(10, "enriched", 1.5), "right");
  assertEquals(fates.meet(12, "enriched", 1), "wrong fate");
  assertEquals(fates.holes(15), 0);
});
