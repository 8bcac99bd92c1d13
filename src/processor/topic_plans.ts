import type { Config } from "../config.ts";
import { derivedNames } from "../derived_names.ts";
import type { TopicPlan } from "../kafka/topics.ts";

/** The five topics of the pipeline by what they are for. */
export interface TopicNames {
  readonly input: string;
  readonly output: string;
  readonly deadLetters: string;
  readonly deltas: string;
  readonly counts: string;
}

/** The names of the five topics. */
export function topicNames(config: Config): TopicNames {
  const { deltasTopic, countsTopic } = derivedNames(config.appId);
  return {
    input: config.inputTopic,
    output: config.outputTopic,
    deadLetters: config.deadLetterTopic,
    deltas: deltasTopic,
    counts: countsTopic,
  };
}

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
