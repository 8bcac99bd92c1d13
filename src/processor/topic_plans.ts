import type { Config } from "../config.ts";
import type { TopicPlan } from "../kafka/topics.ts";

/** The internal topics that an application id names. */
export interface DerivedNames {
  readonly deltasTopic: string;
  readonly countsTopic: string;
  readonly replaysTopic: string;
}

/** Names the internal topics of an application id. */
export function derivedNames(appId: string): DerivedNames {
  return {
    deltasTopic: `${appId}-locale-deltas`,
    countsTopic: `${appId}-locale-counts`,
    replaysTopic: `${appId}-dlq-replays`,
  };
}

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

/** The five topics of the pipeline as they are made: only the table of counts is compacted. */
export function topicPlans(names: TopicNames, partitionCount: number): TopicPlan[] {
  const topics = [names.input, names.output, names.deadLetters, names.deltas, names.counts];
  return topics.map((topic) => ({ topic, partitionCount, isCompacted: topic === names.counts }));
}

/**
 * The ledger of replayed dead letters, one compacted partition: the dead-letter desk writes it, and
 * the processor does without it.
 */
export function ledgerPlan({ appId }: Pick<Config, "appId">): TopicPlan {
  return { topic: derivedNames(appId).replaysTopic, partitionCount: 1, isCompacted: true };
}
