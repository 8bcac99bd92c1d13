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

Deno.test("the filter drops two interleaved aborted transactions", () => {
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

Deno.test("the filter does not end a transaction at a data record whose key looks like an abort marker", () => {
  const log = transactionLog([
    { producer: 1, action: "write", key: zeroKey },
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
  ]);
  assertEquals(delivered(log), []);
});

Deno.test("the filter delivers a producer's next transaction after an aborted one", () => {
  const log = transactionLog([
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
    { producer: 1, action: "write" },
    { producer: 1, action: "commit" },
  ]);
  assertEquals(delivered(log), [2]);
});

Deno.test("the filter drops an aborted transaction that began before the first remaining record", () => {
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

Deno.test("the filter delivers everything without a list of aborted transactions", () => {
  const { batches } = transactionLog([{ producer: 1, action: "write" }]);
  assertStrictEquals(filterAbortedBatches(batches, []), batches);
});

Deno.test("the filter keeps control batches, because they move the position", () => {
  const { batches, aborted } = transactionLog([
    { producer: 1, action: "write" },
    { producer: 1, action: "abort" },
  ]);
  const kept = filterAbortedBatches(batches, aborted);
  assertEquals(kept.map(({ context }) => context.firstOffset), [1]);
  assert(kept[0]!.context.isControlBatch);
});

Deno.test("the filter delivers exactly the committed records, in any order of the list", () => {
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
