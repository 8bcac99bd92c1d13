import type { TopicPlan } from "../kafka/topics.ts";
import { derivedNames, type TopicNames } from "../names.ts";
import type { Config } from "../settings/config.ts";

/**
 * The five topics of the pipeline as they are made. Only the table of counts is compacted. What holds
 * records of others takes times as the brokers do; a dead letter has to have its own, whatever it is,
 * and what is counted stands behind logins that the output took.
 */
export function topicPlans(names: TopicNames, partitionCount: number): TopicPlan[] {
  const topics = [names.input, names.output, names.deadLetters, names.deltas, names.counts];
  return topics.map((topic) => ({
    topic,
    partitionCount,
    isCompacted: topic === names.counts,
    takesAnyTime: topic !== names.input && topic !== names.output,
  }));
}

/**
 * The ledger of replayed dead letters, one compacted partition: the dead-letter desk writes it, and
 * the processor does without it.
 */
export function ledgerPlan({ appId }: Pick<Config, "appId">): TopicPlan {
  const topic = derivedNames(appId).replaysTopic;
  return { topic, partitionCount: 1, isCompacted: true, takesAnyTime: true };
}
