import { FatalError } from "../errors.ts";
import { connectedCluster } from "../kafka/connected_cluster.ts";
import { firstProtocol } from "../kafka/first_protocol.ts";
import { GroupClient } from "../kafka/group_client.ts";
import type { KafkajsCluster } from "../kafka/internals.ts";
import type { PartitionOffset } from "../kafka/protocol/txn_offset_commit.ts";
import { groupIdOf } from "../names.ts";
import type { OutputRecord } from "../pipeline/record.ts";
import { type StageName, stageNames } from "../pipeline/stage.ts";
import { fenceFormerVersion } from "../runner/former_version.ts";
import { Member } from "../runner/member.ts";
import { rebalanceTimeoutMs } from "../runner/stage_watch.ts";
import { sweep } from "../runner/sweep.ts";
import { Writers } from "../runner/writers.ts";
import { stagesOf } from "../setup/processor_settings.ts";
import type { Workplace } from "./workplace.ts";

/** What a member needs to know. */
export type MemberPlace = Pick<Workplace, "cluster" | "settings">;

// All counts of a partition are one transaction, which may take longer than the processor's.
const leastTransactionTimeoutMs = 60_000;
const pollMs = 500;
const graceMs = 2_000;

/**
 * Throws if a processor is running. A command like this one that was killed is still a member of the
 * groups for the session timeout, and is waited for.
 */
export async function assertStopped(
  { cluster, settings, report }: Pick<Workplace, "cluster" | "settings" | "report">,
  what = "recount",
): Promise<void> {
  const { appId, sessionTimeoutMs } = settings.config;
  const deadlineMs = performance.now() + sessionTimeoutMs + graceMs;
  let isTold = false;
  for (const stage of stageNames) {
    const groupId = groupIdOf(appId, stage);
    for (;; await new Promise((resolve) => setTimeout(resolve, pollMs))) {
      const members = await cluster.members(groupId);
      if (members.length === 0) break;
      const isCommand = members.every(({ clientId }) => clientId === appId);
      if (!isCommand || performance.now() > deadlineMs) {
        throw stillRunning(what, groupId, members.length);
      }
      if (!isTold) report(`waiting for another command to leave ${groupId}`);
      isTold = true;
    }
  }
}

function stillRunning(what: string, groupId: string, members: number): FatalError {
  return new FatalError(
    `Cannot ${what}: group ${groupId} has ${members} members`,
    "stop all processors; a killed one leaves the group after SESSION_TIMEOUT_MS",
  );
}

/** Joins the groups of both stages. */
export async function joinAlone(
  place: MemberPlace,
): Promise<Readonly<Record<StageName, SoleMember>>> {
  const enrich = await SoleMember.join(place, "enrich");
  try {
    return { enrich, count: await SoleMember.join(place, "count") };
  } catch (error) {
    await enrich.leave();
    throw error;
  }
}

/**
 * The only member of a stage's group, with all of its partitions. Nobody else can commit for the group
 * meanwhile. If a processor joins, the group moves on, and every later commit of this member is rejected.
 */
export class SoleMember {
  readonly #clusters: readonly KafkajsCluster[];
  readonly #group: GroupClient;
  readonly #member: Member;
  readonly #writers: Writers;

  private constructor(
    clusters: readonly KafkajsCluster[],
    group: GroupClient,
    member: Member,
    writers: Writers,
  ) {
    this.#clusters = clusters;
    this.#group = group;
    this.#member = member;
    this.#writers = writers;
  }

  /** Joins the group of a stage, and ends all transactions that others have left open for it. */
  static async join(place: MemberPlace, name: StageName): Promise<SoleMember> {
    const { kafka, config, topics } = place.settings;
    const { topic, partitionCount } = name === "enrich" ? topics.input : topics.deltas;
    const { appId, sessionTimeoutMs } = config;
    const groupId = groupIdOf(appId, name);
    const clusters = await Promise.all([connectedCluster(kafka), connectedCluster(kafka)]);
    const [reading, writing] = clusters;
    const group = await GroupClient.create({
      ...{ cluster: reading, groupId, topic, sessionTimeoutMs, logCreator: kafka.logCreator },
      rebalanceTimeoutMs: rebalanceTimeoutMs(config),
    });
    const membership = await group.join();
    const member = new Member(membership, {
      ...{ group, sessionTimeoutMs, onBeat: () => {}, onLost: () => {} },
      hasNewPartitions: () => Promise.resolve(false),
    });
    const limits = new Map(Object.values(topics).map((each) => [each.topic, each.maxMessageBytes]));
    const transactionTimeoutMs = Math.max(config.transactionTimeoutMs, leastTransactionTimeoutMs);
    const stage = stagesOf(place.settings)[name];
    const needs = { appId, stage, transactionTimeoutMs, limits, tracing: null };
    const writers = new Writers(needs);
    const sole = new SoleMember(clusters, group, member, writers);
    try {
      if (membership.partitions.length < partitionCount) throw notAlone(groupId);
      await writers.open(membership.memberId, firstProtocol, writing);
      const owned = { ...place, ...needs, inputTopic: topic, notify: () => {} };
      await sweep(owned, { member, writers });
      const settled = () => place.cluster.positions.settled(groupId, topic, membership.partitions);
      if (await fenceFormerVersion(owned, await settled())) await settled();
      return sole;
    } catch (error) {
      await sole.leave();
      throw error;
    }
  }

  /** Throws if another member has joined since. */
  assertAlone(): void {
    if (this.#member.isLost) throw notAlone(this.#member.membership.groupId);
  }

  /** Commits records and offsets in one transaction. Rejects if this member is no longer alone. */
  async commit(
    records: readonly OutputRecord[],
    partitions: readonly PartitionOffset[],
  ): Promise<void> {
    const { groupId, memberId, generation, topic } = this.#member.membership;
    this.assertAlone();
    const offsets = { groupId, memberId, generation, topic, partitions };
    await this.#writers.next().transact(records, offsets);
  }

  /** Leaves the group. */
  async leave(): Promise<void> {
    this.#member.stop();
    await this.#writers.close();
    await this.#group.leave().catch(() => {}); // the group notices after the session timeout
    await Promise.all(this.#clusters.map((cluster) => cluster.disconnect()));
  }
}

function notAlone(groupId: string): FatalError {
  return new FatalError(
    `Cannot take over the tasks of group ${groupId}: another member has joined it`,
    "stop all processors and run this again; nothing was written",
  );
}
