import { FatalError } from "../errors.ts";
import type { TopicDescription } from "../kafka/topics.ts";
import type { TopicNames } from "../names.ts";
import { ownMemo, repartitioned } from "../pipeline/count_memo.ts";
import { isUncounted } from "../pipeline/enrich_memo.ts";
import { addressOf } from "../registry/http.ts";
import type { Config } from "../settings/config.ts";
import type { Patience } from "./waiting.ts";

const createTopics = "run: deno task create-topics";

/** The descriptions of the five topics by what they are for. */
export type Topics = Readonly<Record<keyof TopicNames, TopicDescription>>;

/** Refuses to start without all topics, and with topics in which counting would go wrong. */
export function checkTopics(
  names: TopicNames,
  described: ReadonlyMap<string, TopicDescription>,
): Topics {
  const missing = Object.values(names).filter((name) => !described.has(name));
  if (missing.length > 0) {
    throw new FatalError(`Cannot start: no topic ${missing.join(", ")}`, createTopics);
  }
  const entries = Object.entries(names).map(([role, name]) => [role, described.get(name)]);
  const topics: Topics = Object.fromEntries(entries);
  checkCounts(topics);
  return topics;
}

/** Refuses to start when counts were kept under another number of partitions than there are now. */
export function checkPartitionsKept({ deltas }: Topics, memos: readonly string[]): void {
  for (const memo of memos) {
    const change = repartitioned(ownMemo(memo), deltas.partitionCount);
    if (change === null) continue;
    throw new FatalError(
      `Cannot start: ${deltas.topic} was repartitioned; ${change}`,
      "stop all processors, then run: deno task recount",
    );
  }
}

/**
 * Refuses to begin when the enrich stage has no position any more although logins were counted:
 * beginning at the start of the input, as a first start does, would count them all again.
 */
export function checkRemembered(
  { input, counts }: Topics,
  known: { readonly hasPosition: boolean; readonly hasCounts: boolean },
): void {
  if (known.hasPosition || !known.hasCounts) return;
  throw new FatalError(
    `Cannot begin: ${counts.topic} holds counts, but nobody remembers how far ${input.topic} ` +
      "was processed; Kafka forgets a group that was stopped for offsets.retention.minutes, and " +
      "all groups of a topic that was deleted",
    "set the group's offset with kafka-consumer-groups --reset-offsets (the largest source_offset " +
      "of each partition, plus one) and start once with ACCEPT_MOVED_OFFSETS=true, or begin anew " +
      "under another APP_ID",
  );
}

/** Refuses to count on where logins were processed without being counted: counts would be short. */
export function checkCounted({ input }: Topics, memos: readonly string[]): void {
  const partitions = [...memos.keys()].filter((partition) => isUncounted(memos[partition]!));
  if (partitions.length === 0) return;
  throw new FatalError(
    `Cannot count: logins in partition ${partitions.join(", ")} of ${input.topic} were processed ` +
      "with COUNTS=false and are in no count",
    "stop all processors and run: deno task recount, which counts them; or go on with COUNTS=false",
  );
}

/** A position that is not ours. */
export interface Foreign {
  readonly partition: number;
  readonly offset: number;
}

/**
 * Refuses to go on from positions that are not the pipeline's own, unless that was meant: logins
 * would be enriched a second time, or left out. A tool has set them, or another program has read the
 * input as a member of this group, be it before the pipeline's first start.
 */
export function checkNotMoved(
  { input }: Topics,
  known: {
    readonly group: string;
    readonly moved: readonly Foreign[];
    /** Whether nothing was processed yet. */
    readonly isNew: boolean;
    readonly isAccepted: boolean;
  },
): void {
  const { group, moved, isNew, isAccepted } = known;
  if (moved.length === 0 || isAccepted) return;
  throw new FatalError(
    `Cannot go on in ${input.topic}: ${placesOf(group, moved)}` +
      (isNew ? "; logins before it would be left out" : "; logins would come twice or be left out"),
    "if that is meant, start once with ACCEPT_MOVED_OFFSETS=true; if not, " +
      (isNew
        ? `${deletion(group, input.topic)}, or take another APP_ID`
        : "set it to the largest source_offset of the partition, plus one, before that"),
  );
}

/** Refuses to begin counting at positions that are not the pipeline's own. */
export function checkOwnCounts(
  { deltas }: Topics,
  group: string,
  moved: readonly Foreign[],
): void {
  if (moved.length === 0) return;
  throw new FatalError(
    `Cannot count from ${deltas.topic}: ${placesOf(group, moved)}, and nothing is counted yet`,
    `${deletion(group, deltas.topic)}, or take another APP_ID; where logins were counted before, ` +
      "stop all processors and run: deno task recount",
  );
}

function placesOf(group: string, moved: readonly Foreign[]): string {
  const places = moved.map(({ partition, offset }) => `${partition} (offset ${offset})`);
  return `the position of group ${group} in partition ${places.join(", ")} was set from outside, ` +
    "by a tool or by another program in this group";
}

function deletion(group: string, topic: string): string {
  return `stop that program and remove what it has left with kafka-consumer-groups ` +
    `--delete-offsets --group ${group} --topic ${topic}`;
}

function checkCounts({ deltas, counts }: Topics): void {
  if (deltas.partitionCount !== counts.partitionCount) {
    throw new FatalError(
      `Cannot start: ${deltas.topic} has ${deltas.partitionCount} partitions and ${counts.topic} ` +
        `${counts.partitionCount}; a count lives in the partition of its deltas`,
      "give both the same number with kafka-topics --alter, then run: deno task recount",
    );
  }
  if (!counts.cleanupPolicy.includes("compact") || counts.cleanupPolicy.includes("delete")) {
    throw new FatalError(
      `Cannot start: ${counts.topic} has cleanup.policy=${counts.cleanupPolicy}, which would ` +
        "delete counts",
      `kafka-configs --alter --topic ${counts.topic} --add-config cleanup.policy=compact`,
    );
  }
}

/** What it means that the brokers do not know these requests. */
export function tooOld(requests: readonly string[]): string {
  return `the brokers are too old for ${requests.join(", ")} (Kafka 3.0 and later know them): ` +
    "a partition that a broker left out when it ended a transaction is not found; after a broker " +
    "was stopped while logins were processed, compare with: deno task audit";
}

/** How a wait for Kafka is told, and what to check when it does not answer. */
export function reachingKafka({ brokers }: Pick<Config, "brokers">): Reaching {
  const addresses = brokers.join(",");
  return {
    what: `Kafka at ${addresses}`,
    action: `check KAFKA_BROKERS (now ${addresses}), or start a local one: deno task stack`,
  };
}

/** How a wait for the registry is told, and what to check when it does not answer. */
export function reachingRegistry({ registryUrl }: Pick<Config, "registryUrl">): Reaching {
  return {
    what: `the schema registry at ${addressOf(registryUrl)}`,
    action: "check SCHEMA_REGISTRY_URL, or start a local one: deno task stack",
  };
}

/** What is waited for, and what to do when it does not come. */
export type Reaching = Pick<Patience, "what" | "action">;
