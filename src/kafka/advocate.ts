import { TransientError } from "../errors.ts";
import { connectedCluster } from "./connected_cluster.ts";
import type { KafkaSettings } from "./connection.ts";
import { errorType } from "./errors/error_type.ts";
import type { KafkajsCluster } from "./internals.ts";
import { partitionsOf } from "./topic_leaders.ts";

/** A member that may be stuck, and what it works with. */
export interface StuckMember {
  readonly groupId: string;
  readonly memberId: string;
  readonly topic: string;
  /** That of the partition which gets nowhere; null where none is at work. */
  readonly transactionalId: string | null;
}

/** Speaks for a member over connections of their own. */
export interface Advocate {
  /** Rejects when Kafka does not answer there either: nobody could do any better then. */
  readonly ask: (member: StuckMember) => Promise<void>;
  /** Takes it out of its group, so that others get its partitions at once. */
  readonly leave: (member: StuckMember) => Promise<void>;
}

const transactionType = 1;
const noLeader = "-1";

/** An advocate that connects anew for each question. */
export function advocateOf(kafka: KafkaSettings): Advocate {
  return {
    ask: (member) => anew(kafka, (cluster) => ask(cluster, member)),
    leave: (member) => anew(kafka, (cluster) => leave(cluster, member)),
  };
}

async function anew(kafka: KafkaSettings, act: (cluster: KafkajsCluster) => Promise<void>) {
  const cluster = await connectedCluster(kafka);
  try {
    await act(cluster);
  } finally {
    await cluster.disconnect();
  }
}

async function ask(cluster: KafkajsCluster, member: StuckMember): Promise<void> {
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

async function leave(cluster: KafkajsCluster, { groupId, memberId }: StuckMember): Promise<void> {
  const coordinator = await cluster.findGroupCoordinator({ groupId });
  await coordinator.leaveGroup({ groupId, memberId }).catch((error) => {
    // The group let it go before, and the member has not heard of that either.
    if (errorType(error) !== "UNKNOWN_MEMBER_ID") throw error;
  });
}
