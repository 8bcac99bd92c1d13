import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { DecidedRecords, type DecisionOrder } from "../../../src/audit/decided_records.ts";
import { type Step, transactionLog } from "../kafka/reading/transaction_log.ts";

const orders = ["log", "commit"] as const;
const step: fc.Arbitrary<Step> = fc.record({
  producer: fc.nat(3),
  action: fc.constantFrom("write", "write", "write", "commit", "abort", "write plainly"),
  key: fc.constantFrom(null, Buffer.alloc(4), Buffer.from([0, 0, 0, 1]), Buffer.from("key")),
});

/** The facts of a log that is read in chunks of this size. */
function offsetsOf(steps: readonly Step[], order: DecisionOrder, size: number): number[] {
  const { records } = transactionLog(steps);
  const decided = new DecidedRecords(order);
  const offsets: number[] = [];
  for (let at = 0; at < records.length; at += size) {
    const facts = decided.take(records.slice(at, at + size));
    offsets.push(...facts.map(({ offset }) => offset));
  }
  return offsets;
}

const byNumber = (a: number, b: number) => a - b;

Deno.test("decided records are exactly the committed ones in log order, whatever producers do", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (s, n) => {
      assertEquals(offsetsOf(s, "log", n), transactionLog(s).committed);
    }),
  );
});

Deno.test("decided records in commit order are the same ones, with each producer's records in order", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (s, n) => {
      const { records, committed } = transactionLog(s);
      const offsets = offsetsOf(s, "commit", n);
      assertEquals(offsets.toSorted(byNumber), committed);
      const producerOf = (offset: number) => records[offset]!.batchContext.producerId;
      for (const own of Map.groupBy(offsets, producerOf).values()) {
        assertEquals(own, own.toSorted(byNumber));
      }
    }),
  );
});

Deno.test("a record waits only for its own producer's marker, and not at all outside a transaction", () => {
  const { records } = transactionLog([
    { producer: 1, action: "write plainly" },
    { producer: 1, action: "write" },
    { producer: 2, action: "write" },
    { producer: 2, action: "commit" },
    { producer: 1, action: "abort" },
  ]);
  const inLogOrder = new DecidedRecords("log");
  assertEquals(inLogOrder.take(records.slice(0, 4)).map(({ offset }) => offset), [0]);
  assertEquals(inLogOrder.waiting, 2);
  assertEquals(inLogOrder.take(records.slice(4)).map(({ offset }) => offset), [2]);
  assertEquals(inLogOrder.waiting, 0);
  const inCommitOrder = new DecidedRecords("commit");
  const facts = inCommitOrder.take(records.slice(0, 4));
  assertEquals(facts.map(({ offset }) => offset), [0, 2]);
  assertEquals(inCommitOrder.waiting, 1);
});

Deno.test("a transaction that began before the first record is recognized by its remaining records", () => {
  const { records } = transactionLog([
    { producer: 1, action: "write" },
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
    { producer: 1, action: "write" },
    { producer: 1, action: "commit" },
  ]);
  for (const order of orders) {
    const facts = new DecidedRecords(order).take(records.slice(1));
    assertEquals(facts.map(({ offset }) => offset), [3]);
    assertEquals(new DecidedRecords(order).take(records.slice(2, 3)), []);
  }
});
