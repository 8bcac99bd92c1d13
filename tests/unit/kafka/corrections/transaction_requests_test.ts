import { assertEquals, assertRejects } from "@std/assert";
import {
  type CoordinatorFinder,
  type EosManager,
  rememberCoordinators,
} from "../../../../src/kafka/corrections/transaction_requests.ts";

interface Answers {
  /** Thrown by the next requests, one each. */
  readonly errors?: Error[];
  readonly isConnected?: boolean;
}

/** A producer's requests, each of which looks up a coordinator, as those of kafkajs do. */
function manager({ errors = [], isConnected = true }: Answers = {}) {
  const log: string[] = [];
  const finder: CoordinatorFinder = {
    findGroupCoordinator: ({ groupId }) => {
      log.push(`find ${groupId}`);
      return Promise.resolve({ isConnected: () => isConnected });
    },
  };
  const create = rememberCoordinators(({ cluster }) => {
    const request = (name: string, groups: readonly string[]) => async () => {
      for (const groupId of groups) await cluster.findGroupCoordinator({ groupId });
      log.push(name);
      const error = errors.shift();
      if (error !== undefined) throw error;
    };
    return {
      initProducerId: request("init", ["id"]),
      addPartitionsToTransaction: request("partitions", ["id"]),
      sendOffsets: request("offsets", ["id", "group"]),
      commit: request("commit", ["id"]),
      abort: request("abort", ["id"]),
    };
  });
  return { requests: create({ cluster: finder }), log };
}

async function transaction(requests: EosManager): Promise<void> {
  await requests.addPartitionsToTransaction();
  await requests.sendOffsets();
  await requests.commit();
}

function refusal(type: string): Error {
  return Object.assign(new Error(type), { type });
}

Deno.test("transaction requests look up each coordinator once for all transactions", async () => {
  const { requests, log } = manager();
  await requests.initProducerId();
  await transaction(requests);
  await transaction(requests);
  assertEquals(log.filter((line) => line.startsWith("find")), ["find id", "find group"]);
});

Deno.test("a failed transaction request forgets the coordinators", async () => {
  const { requests, log } = manager({ errors: [refusal("NOT_COORDINATOR_FOR_GROUP")] });
  await assertRejects(() => requests.commit(), Error, "NOT_COORDINATOR_FOR_GROUP");
  await requests.abort();
  assertEquals(log, ["find id", "commit", "find id", "abort"]);
});

Deno.test("a transaction request that asks twice does not get the same remembered coordinator", async () => {
  const log: string[] = [];
  const finder: CoordinatorFinder = {
    findGroupCoordinator: () => {
      log.push("find");
      return Promise.resolve({ isConnected: () => true });
    },
  };
  const create = rememberCoordinators(({ cluster }) => {
    const twice = async () => {
      await cluster.findGroupCoordinator({ groupId: "id" });
      await cluster.findGroupCoordinator({ groupId: "id" });
    };
    const requests = ["initProducerId", "addPartitionsToTransaction", "sendOffsets", "commit"];
    return Object.fromEntries(
      [...requests, "abort"].map((name) => [name, twice]),
    ) as unknown as EosManager;
  });
  const requests = create({ cluster: finder });
  await requests.initProducerId();
  assertEquals(log.length, 2);
  await requests.commit();
  assertEquals(log.length, 3);
});

Deno.test("transaction requests look up a disconnected coordinator again", async () => {
  const { requests, log } = manager({ isConnected: false });
  await requests.commit();
  await requests.abort();
  assertEquals(log, ["find id", "commit", "find id", "abort"]);
});

Deno.test("a transaction opens when the previous one has ended, without a new lookup", async () => {
  const busy = [refusal("CONCURRENT_TRANSACTIONS"), refusal("CONCURRENT_TRANSACTIONS")];
  const { requests, log } = manager({ errors: [...busy] });
  await requests.addPartitionsToTransaction();
  assertEquals(log.filter((line) => line === "partitions").length, 3);
});

Deno.test("only the opening of a transaction is retried", async () => {
  const { requests, log } = manager({ errors: [refusal("CONCURRENT_TRANSACTIONS")] });
  await assertRejects(() => requests.commit(), Error, "CONCURRENT_TRANSACTIONS");
  assertEquals(log.filter((line) => line === "commit").length, 1);
});

Deno.test("an opening that fails for another reason is not retried", async () => {
  const { requests, log } = manager({ errors: [refusal("INVALID_PRODUCER_EPOCH")] });
  await assertRejects(() => requests.addPartitionsToTransaction(), Error, "INVALID_PRODUCER_EPOCH");
  assertEquals(log.filter((line) => line === "partitions").length, 1);
});
