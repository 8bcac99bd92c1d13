import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TaskLostError, TransientError } from "../../../src/errors.ts";
import type {
  Completion,
  FormerTransaction,
  Outcome,
} from "../../../src/kafka/transaction_client.ts";
import { settleFormer } from "../../../src/runner/settle_former.ts";
import type { StageSettings } from "../../../src/runner/stage_settings.ts";

interface Brokers {
  readonly isPending?: boolean;
  readonly open?: ReadonlyMap<string, readonly number[]>;
  /** How often they give this answer before they have nothing more to report. */
  readonly times?: number;
  readonly assertAlive?: () => void;
}

const pausesMs = [1, 1];

/** Settles a previous transaction of partition 2, and returns the requests to the brokers. */
async function settled(
  outcome: Outcome | null,
  { isPending = false, open = new Map(), times = Infinity, assertAlive = () => {} }: Brokers,
) {
  const told: Completion[] = [];
  let asked = 0;
  const transactions = {
    refresh: () => Promise.resolve(),
    isPending: () => Promise.resolve(isPending && asked < times),
    openPartitions: () => Promise.resolve(asked++ < times ? open : new Map()),
    complete: (completion: Completion) => Promise.resolve(void told.push(completion)),
  };
  const settings = {
    ...{ appId: "app", stage: { name: "enrich" }, inputTopic: "input", transactionTimeoutMs: 1 },
    ...{ limits: new Map([["input", 1], ["output", 1]]), cluster: { transactions } },
  } as unknown as StageSettings<unknown, unknown>;
  const former: FormerTransaction | null = outcome === null
    ? null
    : { outcome, producerId: "7", producerEpoch: 1 };
  const error = await settleFormer(settings, 2, former, { assertAlive, pausesMs })
    .then(() => null, (error) => error);
  return { told, error };
}

Deno.test("settleFormer() does nothing when no end marker is missing", async () => {
  assertEquals(await settled("committed", {}), { told: [], error: null });
});

Deno.test("settleFormer() sends no request without a former transaction", async () => {
  assertEquals(await settled(null, { isPending: true }), { told: [], error: null });
});

Deno.test("settleFormer() completes a pending offset and starts the acquisition over", async () => {
  const { told, error } = await settled("committed", { isPending: true });
  assertEquals(told, [{
    ...{ transactionalId: "app-enrich-input-2", transactionTimeoutMs: 1, isCommit: true },
    ...{ groupId: "app-enrich", partitions: new Map() },
  }]);
  assertEquals(error instanceof TransientError, true);
});

Deno.test("settleFormer() aborts records that an aborted transaction left open", async () => {
  const open = new Map([["output", [0, 3]]]);
  const { told } = await settled("aborted", { open });
  assertEquals(told.map(({ isCommit, groupId, partitions }) => [isCommit, groupId, partitions]), [
    [false, null, open],
  ]);
});

Deno.test("settleFormer() throws FatalError when the outcome is unknown", async () => {
  const { told, error } = await settled("unknown", { isPending: true });
  assertEquals(told, []);
  await assertRejects(() => Promise.reject(error), FatalError, "the offsets of app-enrich");
});

Deno.test("settleFormer() accepts a marker that shows up a moment later", async () => {
  for (const outcome of ["committed", "aborted", "unknown"] as const) {
    const late = { isPending: true, open: new Map([["output", [1]]]), times: pausesMs.length };
    assertEquals(await settled(outcome, late), { told: [], error: null });
  }
});

Deno.test("settleFormer() writes nothing once the group has removed the member", async () => {
  const assertAlive = () => {
    throw new TaskLostError("the group moves on");
  };
  const { told, error } = await settled("committed", { isPending: true, assertAlive });
  assertEquals([told, error instanceof TaskLostError], [[], true]);
});
