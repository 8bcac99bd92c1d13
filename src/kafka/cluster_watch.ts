import { connectedCluster } from "./connected_cluster.ts";
import type { KafkaSettings } from "./connection.ts";
import { type Isolation, readCommitted } from "./fetch_request.ts";
import { groupMembers } from "./group_members.ts";
import type { KafkajsCluster } from "./internals.ts";
import { askLeaders, partitionsOf } from "./topic_leaders.ts";

/** A member of a group, and its partitions of one topic. */
export interface GroupMember {
  readonly memberId: string;
  readonly clientId: string;
  readonly host: string;
  readonly partitions: readonly number[];
}

/** The start or the end of a log. */
export type LogEdge = "start" | "end";

const timestampOf: Readonly<Record<LogEdge, number>> = { start: -2, end: -1 };

/**
 * Reads about all partitions of a topic at once, over connections of its own. Watching a cluster costs
 * a few requests now and then, and delays no fetch of the processor.
 */
export class ClusterWatch {
  readonly #cluster: KafkajsCluster;

  private constructor(cluster: KafkajsCluster) {
    this.#cluster = cluster;
  }

  /** Connects; rejects with the connection's error when no broker answers. */
  static async connect(settings: KafkaSettings): Promise<ClusterWatch> {
    return new ClusterWatch(await connectedCluster(settings));
  }

  /** Closes all connections. */
  async disconnect(): Promise<void> {
    await this.#cluster.disconnect();
  }

  /** The members of a group, with their partitions of a topic. */
  async members(groupId: string, topic: string): Promise<GroupMember[]> {
    const members = await groupMembers(this.#cluster, groupId);
    return members.map(({ assignment, ...member }) => ({
      ...member,
      partitions: assignment[topic] ?? [],
    }));
  }

  /** The offsets that a group has committed, by partition. */
  async committed(groupId: string, topic: string): Promise<Map<number, number>> {
    const partitions = (await partitionsOf(this.#cluster, topic)).map((partition) => ({
      partition,
    }));
    const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
    const topics = [{ topic, partitions }];
    const { responses } = await coordinator.offsetFetch({ groupId, topics });
    const offsets = (responses[0]?.partitions ?? [])
      .map(({ partition, offset }) => [partition, Number(offset)] as const);
    return new Map(offsets.filter(([, offset]) => offset >= 0));
  }

  /** The start offset of each partition, or its end offset under an isolation level. */
  async edges(
    topic: string,
    edge: LogEdge,
    isolationLevel: Isolation = readCommitted,
  ): Promise<Map<number, number>> {
    const partitions = await partitionsOf(this.#cluster, topic);
    const found = await askLeaders(this.#cluster, topic, partitions, async (broker, led) => {
      const asked = led.map((partition) => ({ partition, timestamp: timestampOf[edge] }));
      const topics = [{ topic, partitions: asked }];
      const { responses } = await broker.listOffsets({ isolationLevel, topics });
      return responses[0]?.partitions ?? [];
    });
    return new Map(found.map(({ partition, offset }) => [partition, Number(offset)]));
  }

  /** Refreshes the metadata: a failed request may have gone to a former leader. */
  async refresh(): Promise<void> {
    await this.#cluster.refreshMetadata();
  }
}
