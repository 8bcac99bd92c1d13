import type { TopicPlan } from "../kafka/topics.ts";
import { derivedNames, type TopicNames } from "../names.ts";
import type { Config } from "../settings/config.ts";

/**
 * The five topics as the pipeline creates them. Only the table of counts is compacted. The input and
 * the output keep the brokers' timestamp limits. The other topics accept any timestamp: a dead letter
 * keeps its record's, whatever that is, and deltas and counts follow logins that the output accepted.
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
 * The ledger of replayed dead letters, one compacted partition. Only the dead-letter commands use it,
 * not the processor.
 */
export function ledgerPlan({ appId }: Pick<Config, "appId">): TopicPlan {
  const topic = derivedNames(appId).replaysTopic;
  return { topic, partitionCount: 1, isCompacted: true, takesAnyTime: true };
}
