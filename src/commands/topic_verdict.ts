import { safeReplication, type TopicDescription, type TopicPlan } from "../kafka/topics.ts";

/** What became of a topic, or of nothing at all: `dry run` says what would. */
export type TopicOutcome = "created" | "dry run" | "was there";

/** The broker's default, where a number of copies is asked for. */
export const brokersDefault: number = -1;

/** A topic in one line: what it is or would be, and what differs from what was asked for. */
export function topicVerdict(
  plan: TopicPlan,
  replication: number,
  found: TopicDescription | undefined,
  outcome: TopicOutcome,
): string {
  if (found === undefined) return `would be created: ${planText(plan, replication)}`;
  const wanted = shapeText(
    plan,
    replication === brokersDefault ? found : {
      replicationFactor: replication,
    },
  );
  const is = `${partitionText(found.partitionCount)}, ${copyText(found.replicationFactor)}, ` +
    found.cleanupPolicy;
  const verb = outcome === "created" ? "created" : "was there";
  const claim = is === wanted
    ? `${verb}: ${is}`
    : `${verb} and differs: ${is} (asked for ${wanted})`;
  return claim + minimumText(found);
}

function planText(plan: TopicPlan, replication: number): string {
  if (replication !== brokersDefault) {
    const minimum = replication >= safeReplication ? ", min.insync.replicas 2" : "";
    return shapeText(plan, { replicationFactor: replication }) + minimum;
  }
  return `${partitionText(plan.partitionCount)}, the brokers' default of copies, ${
    policyOf(plan)
  }` +
    `; min.insync.replicas 2 where those are ${safeReplication} or more`;
}

/** Only told where it matters: of one or two copies none may be missing for long. */
function minimumText({ replicationFactor, minInSyncReplicas }: TopicDescription): string {
  if (replicationFactor < safeReplication) return "";
  return minInSyncReplicas >= 2
    ? `, min.insync.replicas ${minInSyncReplicas}`
    : ", min.insync.replicas 1: a broker that fails can take acknowledged records with it; mend " +
      "it with kafka-configs --alter --add-config min.insync.replicas=2";
}

function shapeText(
  plan: TopicPlan,
  { replicationFactor }: Pick<TopicDescription, "replicationFactor">,
): string {
  return `${partitionText(plan.partitionCount)}, ${copyText(replicationFactor)}, ${policyOf(plan)}`;
}

function policyOf({ isCompacted }: TopicPlan): string {
  return isCompacted ? "compact" : "delete";
}

function partitionText(count: number): string {
  return count === 1 ? "1 partition" : `${count} partitions`;
}

function copyText(count: number): string {
  return count === 1 ? "1 copy" : `${count} copies`;
}
