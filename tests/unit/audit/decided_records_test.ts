import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { DecidedRecords } from "../../../src/audit/decided_records.ts";
import { type Step, transactionLog } from "../kafka/reading/transaction_log.ts";

const step: fc.Arbitrary<Step> = fc.record({
  producer: fc.nat(3),
  action: fc.constantFrom("write", "write", "write", "commit", "abort", "write plainly"),
  key: fc.constantFrom(null, Buffer.alloc(4), Buffer.from([0, 0, 0, 1]), Buffer.from("key")),
});

/** The facts of a log that is read in chunks of this size. */
function offsetsOf(steps: readonly Step[], size: number): number[] {
  const { records } = transactionLog(steps);
  const decided = new DecidedRecords();
  const offsets: number[] = [];
  for (let at = 0; at < records.length; at += size) {
    const facts = decided.take(records.slice(at, at + size));
    offsets.push(...facts.map(({ offset }) => offset));
  }
  return offsets;
}

Deno.test("decided records are exactly the committed ones in log order, whatever producers do", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (s, n) => {
      assertEquals(offsetsOf(s, n), transactionLog(s).committed);
    }),
  );
});

Deno.test("a record waits for the end of every transaction that has records before it", () => {
  const { records } = transactionLog([
    { producer: 1, action: "write plainly" },
    { producer: 1, action: "write" },
    { producer: 2, action: "write" },
    { producer: 2, action: "commit" },
    { producer: 1, action: "abort" },
  ]);
  const decided = new DecidedRecords();
  assertEquals(decided.take(records.slice(0, 4)).map(({ offset }) => offset), [0]);
  assertEquals(decided.waiting, 2);
  assertEquals(decided.take(records.slice(4)).map(({ offset }) => offset), [2]);
  assertEquals(decided.waiting, 0);
});

Deno.test("a transaction that began before the first record is recognized by its remaining records", () => {
  const { records } = transactionLog([
    { producer: 1, action: "write" },
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
    { producer: 1, action: "write" },
    { producer: 1, action: "commit" },
  ]);
  const facts = new DecidedRecords().take(records.slice(1));
  assertEquals(facts.map(({ offset }) => offset), [3]);
  assertEquals(new DecidedRecords().take(records.slice(2, 3)), []);
});
