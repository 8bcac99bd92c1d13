import type { logCreator } from "kafkajs";
import { errorType } from "./access/error_type.ts";
import {
  type Assigner,
  internals,
  type KafkajsCluster,
  type KafkajsGroup,
  kafkajsLogger,
} from "./internals.ts";

/** A member's place in one generation of its group. Everything that it commits has to carry it. */
export interface Membership {
  readonly groupId: string;
  readonly memberId: string;
  readonly generation: number;
  readonly topic: string;
  readonly partitions: readonly number[];
  /** Whether it assigned the partitions of this generation. */
  readonly isLeader: boolean;
}

/** A group that consumes one topic, and how long it waits for its members. */
export interface GroupSettings {
  readonly cluster: KafkajsCluster;
  readonly groupId: string;
  readonly topic: string;
  /** The group removes a member that sends no heartbeat for longer. */
  readonly sessionTimeoutMs: number;
  /** A rebalance continues without members that have not joined again by then. */
  readonly rebalanceTimeoutMs: number;
  readonly logCreator: logCreator;
}

/**
 * Versions up to 0.1 commit without a generation, so a group must never mix them with this one. A group
 * accepts only members that have an assigner in common.
 */
const assignerName = "login-pipeline-2";

const retry = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 30 } as const;
/** kafkajs insists on settings for fetches, which it does not do here. */
const unused = {
  minBytes: 1,
  maxBytes: 1,
  maxBytesPerPartition: 1,
  maxWaitTimeInMs: 1,
  rackId: "",
};

/** Joins a consumer group and keeps the member in it. Fetching and committing is done elsewhere. */
export class GroupClient {
  readonly #settings: GroupSettings;
  readonly #group: KafkajsGroup;

  private constructor(settings: GroupSettings) {
    this.#settings = settings;
    this.#group = newGroup(settings);
  }

  /** Creates a member that has not joined yet. kafkajs must be loaded. */
  static async create(settings: GroupSettings): Promise<GroupClient> {
    await settings.cluster.addTargetTopic(settings.topic);
    return new GroupClient(settings);
  }

  /** The current member id; null before the first join. */
  get memberId(): string | null {
    return this.#group.memberId;
  }

  /**
   * Joins the group, or joins again. Resolves when all members have joined or are given up.
   *
   * Member id, generation and partitions are read once, together. kafkajs sets its generation when the
   * group answers the join, and the partitions only when it answers the sync. In between, a commit under
   * the new generation for a partition of the old one would be accepted: the coordinator checks the
   * generation, but not whose partition it is.
   */
  async join(): Promise<Membership> {
    const { groupId, topic } = this.#settings;
    await this.#group.joinAndSync();
    return {
      groupId,
      topic,
      memberId: this.#group.memberId ?? "",
      generation: this.#group.generationId ?? -1,
      partitions: this.#group.assigned().flatMap(({ partitions }) => partitions),
      isLeader: this.#group.isLeader(),
    };
  }

  /** Sends a heartbeat, unless one was sent within the interval. Rejects when the group moves on. */
  async beat(intervalMs: number): Promise<void> {
    try {
      await this.#group.heartbeat({ interval: intervalMs });
    } catch (error) {
      if (errorType(error) === "UNKNOWN_MEMBER_ID") this.#group.memberId = null; // join as a new one
      throw error;
    }
  }

  /** Leaves the group, so that the others get its partitions at once. */
  async leave(): Promise<void> {
    const { memberId } = this.#group;
    if (memberId === null) return;
    const { cluster, groupId } = this.#settings;
    this.#group.memberId = null;
    const coordinator = await cluster.findGroupCoordinator({ groupId });
    await coordinator.leaveGroup({ groupId, memberId });
  }
}

function newGroup(settings: GroupSettings): KafkajsGroup {
  const { cluster, groupId, topic, sessionTimeoutMs, rebalanceTimeoutMs, logCreator } = settings;
  const { ConsumerGroup, Emitter, roundRobin } = internals();
  const logger = kafkajsLogger(logCreator);
  return new ConsumerGroup({
    ...{ retry, cluster, groupId, logger, topics: [topic], topicConfigurations: { [topic]: {} } },
    instrumentationEmitter: new Emitter(),
    assigners: [named(assignerName, roundRobin({ groupId, logger, cluster }))],
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: rebalanceTimeoutMs,
    autoCommit: false,
    ...unused,
  });
}

/** The same assigner under another name. */
function named(name: string, original: Assigner): Assigner {
  return {
    name,
    version: original.version,
    assign: (group) => original.assign(group),
    protocol: (subscription) => ({ ...original.protocol(subscription), name }),
  };
}
