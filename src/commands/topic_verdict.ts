import { safeReplication, type TopicDescription, type TopicPlan } from "../kafka/topics.ts";

/** What happened to a topic. With `dry run` it is what would have happened. */
export type TopicOutcome = "created" | "dry run" | "exists";

/** The number of replicas that stands for the brokers' default. */
export const brokersDefault: number = -1;

/** A topic in one line: what it is or would be, and how it differs from the request. */
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
  const verb = outcome === "created" ? "created" : "exists";
  const claim = is === wanted
    ? `${verb}: ${is}`
    : `${verb} but differs: ${is} (requested: ${wanted})`;
  return claim + minimumText(found);
}

function planText(plan: TopicPlan, replication: number): string {
  if (replication !== brokersDefault) {
    const minimum = replication >= safeReplication ? ", min.insync.replicas 2" : "";
    return shapeText(plan, { replicationFactor: replication }) + minimum;
  }
  return `${partitionText(plan.partitionCount)}, the brokers' default replication, ${
    policyOf(plan)
  }` +
    `; min.insync.replicas 2 with ${safeReplication} or more replicas`;
}

/** Only shown where it matters: with one or two replicas, none may be missing for long. */
function minimumText({ replicationFactor, minInSyncReplicas }: TopicDescription): string {
  if (replicationFactor < safeReplication) return "";
  return minInSyncReplicas >= 2
    ? `, min.insync.replicas ${minInSyncReplicas}`
    : ", min.insync.replicas 1: acknowledged records are lost if a broker fails; fix it with " +
      "kafka-configs --alter --add-config min.insync.replicas=2";
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
  return count === 1 ? "1 replica" : `${count} replicas`;
}
