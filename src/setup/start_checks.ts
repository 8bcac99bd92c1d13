import { FatalError } from "../errors.ts";
import type { TopicDescription } from "../kafka/topics.ts";
import type { TopicNames } from "../names.ts";
import { ownMemo, repartitioned } from "../pipeline/count_memo.ts";
import { isUncounted } from "../pipeline/enrich_memo.ts";
import { addressOf } from "../registry/http.ts";
import type { Config } from "../settings/config.ts";
import type { Patience } from "./waiting.ts";

const createTopics = "run: deno task create-topics";

/** The descriptions of the five topics, by role. */
export type Topics = Readonly<Record<keyof TopicNames, TopicDescription>>;

/** Refuses to start when a topic is missing, or is configured so that counts would be wrong. */
export function checkTopics(
  names: TopicNames,
  described: ReadonlyMap<string, TopicDescription>,
): Topics {
  const missing = Object.values(names).filter((name) => !described.has(name));
  if (missing.length > 0) {
    throw new FatalError(
      `Cannot start: these topics do not exist: ${missing.join(", ")}`,
      createTopics,
    );
  }
  const entries = Object.entries(names).map(([role, name]) => [role, described.get(name)]);
  const topics: Topics = Object.fromEntries(entries);
  checkCounts(topics);
  return topics;
}

/** Refuses to start when the number of partitions has changed since the counts were made. */
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
 * Refuses to start when the enrich stage has lost its committed offsets although logins were
 * counted: starting at the beginning of the input, as a first start does, would count them all again.
 */
export function checkRemembered(
  { input, counts }: Topics,
  known: { readonly hasPosition: boolean; readonly hasCounts: boolean },
): void {
  if (known.hasPosition || !known.hasCounts) return;
  throw new FatalError(
    `Cannot start: ${counts.topic} holds counts, but the committed offsets of ${input.topic} are ` +
      "gone; Kafka deletes them when a group was stopped for offsets.retention.minutes, or when " +
      "the topic is deleted",
    "set the group's offsets with kafka-consumer-groups --reset-offsets (the largest source_offset " +
      "of each partition, plus one) and start once with ACCEPT_MOVED_OFFSETS=true, or start from " +
      "scratch under another APP_ID",
  );
}

/** Refuses to count after logins were processed without being counted: counts would be too low. */
export function checkCounted({ input }: Topics, memos: readonly string[]): void {
  const partitions = [...memos.keys()].filter((partition) => isUncounted(memos[partition]!));
  if (partitions.length === 0) return;
  throw new FatalError(
    `Cannot count: logins in partition ${partitions.join(", ")} of ${input.topic} were processed ` +
      "with COUNTS=false and are not counted",
    "stop all processors and run: deno task recount, which counts them; or keep COUNTS=false",
  );
}

/** A committed offset that this pipeline did not commit. */
export interface Foreign {
  readonly partition: number;
  readonly offset: number;
}

/**
 * Refuses to start from committed offsets that are not the pipeline's own, unless the operator
 * accepts them: logins would be repeated or skipped. A tool has set them, or another program has
 * read the input as a member of this group, perhaps before the pipeline's first start.
 */
export function checkNotMoved(
  { input }: Topics,
  known: {
    readonly group: string;
    readonly moved: readonly Foreign[];
    /** Whether nothing has been processed yet. */
    readonly isNew: boolean;
    readonly isAccepted: boolean;
  },
): void {
  const { group, moved, isNew, isAccepted } = known;
  if (moved.length === 0 || isAccepted) return;
  throw new FatalError(
    `Cannot continue in ${input.topic}: ${movedText(group, moved)}` +
      (isNew ? "; logins before it would be skipped" : "; logins would be repeated or skipped"),
    "if that is intended, start once with ACCEPT_MOVED_OFFSETS=true; if not, " +
      (isNew
        ? `${deletion(group, input.topic)}, or use another APP_ID`
        : "first set it to the largest source_offset of the partition, plus one"),
  );
}

/** Refuses to start counting from committed offsets that are not the pipeline's own. */
export function checkOwnCounts(
  { deltas }: Topics,
  group: string,
  moved: readonly Foreign[],
): void {
  if (moved.length === 0) return;
  throw new FatalError(
    `Cannot count from ${deltas.topic}: ${movedText(group, moved)}, and nothing is counted yet`,
    `${deletion(group, deltas.topic)}, or use another APP_ID; if logins were counted before, ` +
      "stop all processors and run: deno task recount",
  );
}

function movedText(group: string, moved: readonly Foreign[]): string {
  const partitions = moved.map(({ partition, offset }) => `${partition} (offset ${offset})`);
  return `the offset of group ${group} in partition ${partitions.join(", ")} was set from ` +
    "outside, by a tool or by another program in this group";
}

function deletion(group: string, topic: string): string {
  return `stop that program and delete its offsets with kafka-consumer-groups ` +
    `--delete-offsets --group ${group} --topic ${topic}`;
}

function checkCounts({ deltas, counts }: Topics): void {
  if (deltas.partitionCount !== counts.partitionCount) {
    throw new FatalError(
      `Cannot start: ${deltas.topic} has ${deltas.partitionCount} partitions and ${counts.topic} ` +
        `${counts.partitionCount}; each count is in the same partition as its deltas`,
      "give both the same number of partitions with kafka-topics --alter, then run: deno task recount",
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

/** How to describe a wait for Kafka, and what to check when it does not answer. */
export function reachingKafka({ brokers }: Pick<Config, "brokers">): Reaching {
  const addresses = brokers.join(",");
  return {
    what: `Kafka at ${addresses}`,
    action: `check KAFKA_BROKERS (now ${addresses}), or start a local Kafka: deno task stack`,
  };
}

/** How to describe a wait for the registry, and what to check when it does not answer. */
export function reachingRegistry({ registryUrl }: Pick<Config, "registryUrl">): Reaching {
  return {
    what: `the schema registry at ${addressOf(registryUrl)}`,
    action: "check SCHEMA_REGISTRY_URL, or start a local registry: deno task stack",
  };
}

/** A server to wait for, and what to do when it does not answer. */
export type Reaching = Pick<Patience, "what" | "action">;
