import { FatalError } from "../errors.ts";
import type { KafkajsBroker, KafkajsCluster } from "./internals.ts";
import { apiVersionsKey, apiVersionsVersion, finalizedFeatures } from "./protocol/api_versions.ts";
import type { EndAnswer, ProducerIdentity } from "./protocol/end_txn.ts";
import { isUnderstood } from "./protocol/flexible_request.ts";
import type { PartitionBatch, ProducedBatch } from "./protocol/produce.ts";
import type { ProtocolRequest } from "./protocol/protocol_request.ts";
import type { OffsetCommitVersion } from "./protocol/txn_offset_commit.ts";

/** The partitions, and perhaps a group's offsets, that a transaction changes. */
export interface TransactionScope {
  readonly batches: readonly Pick<PartitionBatch, "topic" | "partition">[];
  /** Null without offsets. */
  readonly groupId: string | null;
}

/** The owner of a transaction: its id, and the current producer of that id. */
export interface TransactionOwner extends ProducerIdentity {
  readonly transactionalId: string;
}

/** One of the two versions of Kafka's transaction protocol. */
export interface TransactionProtocol {
  readonly name: "first" | "second";
  readonly offsetCommitVersion: OffsetCommitVersion;
  /** Tells the coordinator what the transaction will change; null where the brokers do so themselves. */
  readonly begin:
    | ((
      coordinator: KafkajsBroker,
      owner: TransactionOwner,
      scope: TransactionScope,
    ) => Promise<void>)
    | null;
  readonly produce: (
    owner: TransactionOwner,
    timeoutMs: number,
    batches: readonly PartitionBatch[],
  ) => ProtocolRequest<ProducedBatch[]>;
  /** Ends the transaction. The answer has the identity for the next one. */
  readonly end: (
    coordinator: KafkajsBroker,
    owner: TransactionOwner,
    isCommit: boolean,
  ) => Promise<EndAnswer>;
}

/** What the brokers of a cluster can do with transactions. */
export interface TransactionSupport {
  /** Whether the second protocol is in use (`transaction.version` 2 or higher, KIP-890). */
  readonly hasSecond: boolean;
  /** Whether the transactions of dead processes can be found (KIP-664, Kafka 3.0). */
  readonly canList: boolean;
  readonly brokers: number;
}

const featureName = "transaction.version";
const secondFrom = 2;

/**
 * What the brokers support. Throws FatalError when they cannot check a member's generation in a
 * transaction: then a process that was stalled could commit what another one has already processed.
 */
export async function transactionSupport(
  cluster: KafkajsCluster,
  groupId: string,
): Promise<TransactionSupport> {
  const coordinator = await cluster.findGroupCoordinator({ groupId });
  for (const name of ["TxnOffsetCommit", "OffsetFetch"] as const) {
    if (!isUnderstood(coordinator, name)) throw tooOld(name);
  }
  const levels = (coordinator.versions?.[apiVersionsKey]?.maxVersion ?? 0) < apiVersionsVersion
    ? new Map<string, number>()
    : await coordinator.connectionPool.send(finalizedFeatures("login-pipeline"));
  return {
    hasSecond: (levels.get(featureName) ?? 0) >= secondFrom && isUnderstood(coordinator, "EndTxn"),
    canList: isUnderstood(coordinator, "ListTransactions"),
    brokers: cluster.getNodeIds().length,
  };
}

function tooOld(request: string): FatalError {
  return new FatalError(
    `Cannot process exactly once: the brokers do not support ${request} with a group generation`,
    "use Kafka 2.5 or later (KIP-447)",
  );
}
