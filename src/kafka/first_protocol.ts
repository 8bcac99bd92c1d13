import type { KafkajsBroker } from "./internals.ts";
import { produceFirst } from "./protocol/produce.ts";
import type {
  TransactionOwner,
  TransactionProtocol,
  TransactionScope,
} from "./transaction_protocol.ts";

/**
 * The first protocol (KIP-98): the coordinator is told each partition and group before it is written to,
 * and a producer keeps its epoch from one transaction to the next.
 */
export const firstProtocol: TransactionProtocol = {
  name: "first",
  offsetCommitVersion: 3,
  begin: async (coordinator, owner, scope) => {
    // A broker answers the requests of a connection in order, so the second of these cannot meet the
    // first one while the coordinator writes it down.
    await Promise.all([
      addPartitions(coordinator, owner, scope),
      addGroup(coordinator, owner, scope),
    ]);
  },
  produce: (owner, timeoutMs, batches) =>
    produceFirst(owner.transactionalId, owner, timeoutMs, batches),
  end: async (coordinator, owner, isCommit) => {
    await coordinator.endTxn({ ...named(owner), transactionResult: isCommit });
    return { code: 0, producerId: owner.producerId, epoch: owner.epoch };
  },
};

async function addPartitions(
  coordinator: KafkajsBroker,
  owner: TransactionOwner,
  { batches }: TransactionScope,
): Promise<void> {
  if (batches.length === 0) return;
  const topics = [...Map.groupBy(batches, ({ topic }) => topic)].map(([topic, of]) => ({
    topic,
    partitions: [...new Set(of.map(({ partition }) => partition))],
  }));
  await coordinator.addPartitionsToTxn({ ...named(owner), topics });
}

async function addGroup(
  coordinator: KafkajsBroker,
  owner: TransactionOwner,
  { groupId }: TransactionScope,
): Promise<void> {
  if (groupId !== null) await coordinator.addOffsetsToTxn({ ...named(owner), groupId });
}

/** An owner by the names of kafkajs' requests. */
function named({ transactionalId, producerId, epoch }: TransactionOwner) {
  return { transactionalId, producerId: String(producerId), producerEpoch: epoch };
}
