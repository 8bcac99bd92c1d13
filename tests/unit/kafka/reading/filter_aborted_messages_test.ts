import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { filterAbortedBatches } from "../../../../src/kafka/reading/filter_aborted_messages.ts";
import { type Step, type TransactionLog, transactionLog } from "./transaction_log.ts";

function delivered({ batches, aborted }: TransactionLog): number[] {
  return filterAbortedBatches(batches, aborted)
    .filter(({ context }) => !context.isControlBatch)
    .map(({ context }) => context.firstOffset);
}

const zeroKey = Buffer.alloc(4);

Deno.test("two interleaved aborted transactions are both dropped", () => {
  const log = transactionLog([
    { producer: 1, action: "write" },
    { producer: 2, action: "write" },
    { producer: 1, action: "write" },
    { producer: 2, action: "abort" },
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
  ]);
  assertEquals(delivered(log), []);
});

Deno.test("a data record whose key looks like an abort marker ends no transaction", () => {
  const log = transactionLog([
    { producer: 1, action: "write", key: zeroKey },
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
  ]);
  assertEquals(delivered(log), []);
});

Deno.test("the next transaction of a producer that aborted one is delivered", () => {
  const log = transactionLog([
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
    { producer: 1, action: "write" },
    { producer: 1, action: "commit" },
  ]);
  assertEquals(delivered(log), [2]);
});

Deno.test("an aborted transaction that began before the first remaining record is dropped", () => {
  const log = transactionLog([
    { producer: 1, action: "write" },
    { producer: 2, action: "write" },
    { producer: 3, action: "write" },
    { producer: 3, action: "write" },
    { producer: 2, action: "write" },
    { producer: 1, action: "abort" },
    { producer: 2, action: "abort" },
    { producer: 3, action: "commit" },
  ]);
  const compacted = { ...log, batches: log.batches.slice(3) };
  assertEquals(delivered(compacted), [3]);
});

Deno.test("without a list of aborted transactions everything is delivered", () => {
  const { batches } = transactionLog([{ producer: 1, action: "write" }]);
  assertStrictEquals(filterAbortedBatches(batches, []), batches);
});

Deno.test("control batches are kept, because they move the position", () => {
  const { batches, aborted } = transactionLog([
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
  ]);
  const kept = filterAbortedBatches(batches, aborted);
  assertEquals(kept.map(({ context }) => context.firstOffset), [1]);
  assert(kept[0]!.context.isControlBatch);
});

Deno.test("whatever producers do, exactly what was committed is delivered, in any order of the list", () => {
  const step: fc.Arbitrary<Step> = fc.record({
    producer: fc.nat(3),
    action: fc.constantFrom("write", "write", "write", "commit", "abort", "write plainly"),
    key: fc.constantFrom(null, zeroKey, Buffer.from("key")),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), fc.nat(), (steps, turn) => {
    const log = transactionLog(steps);
    const at = log.aborted.length === 0 ? 0 : turn % log.aborted.length;
    const aborted = [...log.aborted.slice(at), ...log.aborted.slice(0, at)];
    assertEquals(delivered({ ...log, aborted }), log.committed);
  }));
});
