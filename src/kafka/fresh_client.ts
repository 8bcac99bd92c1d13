import { TransientError } from "../errors.ts";
import { errorType } from "./access/error_type.ts";
import { connectedCluster } from "./connected_cluster.ts";
import type { KafkaSettings } from "./connection.ts";
import type { KafkajsCluster } from "./internals.ts";
import { partitionsOf } from "./topic_leaders.ts";

/** A member that may be stuck, and the group, topic and transactional id that it uses. */
export interface StuckMember {
  readonly groupId: string;
  readonly memberId: string;
  readonly topic: string;
  /** The id of the partition that makes no progress; null when no partition is being processed. */
  readonly transactionalId: string | null;
}

/** Acts for a member over new connections, because the member's own may be dead. */
export interface FreshClient {
  /** Rejects when Kafka does not answer there either. Then a replacement could do no better. */
  readonly probe: (member: StuckMember) => Promise<void>;
  /** Removes the member from its group, so that others get its partitions at once. */
  readonly leaveGroup: (member: StuckMember) => Promise<void>;
}

const transactionType = 1;
const noLeader = "-1";

/** A client that opens new connections for each call. */
export function freshClient(kafka: KafkaSettings): FreshClient {
  return {
    probe: (member) => connected(kafka, (cluster) => probe(cluster, member)),
    leaveGroup: (member) => connected(kafka, (cluster) => leaveGroup(cluster, member)),
  };
}

async function connected(kafka: KafkaSettings, act: (cluster: KafkajsCluster) => Promise<void>) {
  const cluster = await connectedCluster(kafka);
  try {
    await act(cluster);
  } finally {
    await cluster.disconnect();
  }
}

async function probe(cluster: KafkajsCluster, member: StuckMember): Promise<void> {
  const { groupId, topic, transactionalId } = member;
  const partitions = await partitionsOf(cluster, topic);
  if (noLeader in cluster.findLeaderForPartitions(topic, partitions)) {
    throw new TransientError(`Cannot read "${topic}": a partition has no leader`);
  }
  if (transactionalId !== null) {
    const question = { groupId: transactionalId, coordinatorType: transactionType };
    await cluster.findGroupCoordinator(question);
  }
  await cluster.findGroupCoordinator({ groupId });
}

async function leaveGroup(
  cluster: KafkajsCluster,
  { groupId, memberId }: StuckMember,
): Promise<void> {
  const coordinator = await cluster.findGroupCoordinator({ groupId });
  await coordinator.leaveGroup({ groupId, memberId }).catch((error) => {
    // The group has already removed the member, which does not know it yet.
    if (errorType(error) !== "UNKNOWN_MEMBER_ID") throw error;
  });
}
