import { assertEquals, assertRejects } from "@std/assert";
import { TransientError } from "../../../src/errors.ts";
import type { KafkajsCluster } from "../../../src/kafka/internals.ts";
import { type Outcome, TransactionClient } from "../../../src/kafka/transaction_client.ts";

/** A client whose coordinator tells one state after the other. */
function clientOf(
  states: readonly (readonly [state: string, epoch: number])[],
  errorCode = 0,
) {
  let at = 0;
  const answer = () => {
    const [state, producerEpoch] = states[at++]!;
    return Promise.resolve([{ errorCode, state, producerId: "7", producerEpoch }]);
  };
  const coordinator = { versions: { 65: { maxVersion: 0 } }, connectionPool: { send: answer } };
  const cluster = { findGroupCoordinator: () => Promise.resolve(coordinator) };
  return new TransactionClient(cluster as unknown as KafkajsCluster);
}

async function outcomesOf(
  ...states: readonly (readonly [state: string, epoch: number])[]
): Promise<(Outcome | undefined)[]> {
  const client = clientOf(states);
  const found: (Outcome | undefined)[] = [];
  for (const _ of states) found.push((await client.former("id"))?.outcome);
  return found;
}

Deno.test("a coordinator tells how the latest transaction ended", async () => {
  assertEquals(await outcomesOf(["CompleteCommit", 0]), ["committed"]);
  assertEquals(await outcomesOf(["PrepareCommit", 0]), ["committed"]);
  assertEquals(await outcomesOf(["CompleteAbort", 0]), ["aborted"]);
  assertEquals(await outcomesOf(["Ongoing", 0]), ["unknown"]);
  assertEquals(await outcomesOf(["Empty", 0]), ["unknown"]);
});

Deno.test("what was known before a take-over that was broken off still holds", async () => {
  const outcomes = await outcomesOf(["CompleteCommit", 3], ["Empty", 4], ["Empty", 5]);
  assertEquals(outcomes, ["committed", "committed", "committed"]);
});

Deno.test("what was known holds no more when somebody else has taken over since", async () => {
  assertEquals(await outcomesOf(["CompleteCommit", 3], ["Empty", 5]), ["committed", "unknown"]);
});

Deno.test("a transaction that was begun since is not taken for the one that was known", async () => {
  assertEquals(await outcomesOf(["CompleteCommit", 3], ["Ongoing", 4]), ["committed", "unknown"]);
});

Deno.test("a coordinator that still loads is asked again, and not taken for one without transactions", async () => {
  await assertRejects(() => clientOf([["", 0]], 14).former("id"), TransientError);
});

Deno.test("an id without transactions has no former one", async () => {
  assertEquals(await clientOf([["", 0]], 105).former("id"), null);
});
