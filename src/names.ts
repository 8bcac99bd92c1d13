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

/** The settings that name topics; null where one cannot be used anyway. */
export interface NamingSettings {
  readonly inputTopic: string | null;
  readonly outputTopic: string | null;
  readonly deadLetterTopic: string | null;
  readonly appId: string | null;
}

/**
 * What is wrong where two topics have one name: a pipeline that reads what it writes feeds itself
 * without end. The names of settings alone are told.
 */
export function sameTopics(config: NamingSettings): string[] {
  const { inputTopic, outputTopic, deadLetterTopic, appId } = config;
  const internal = appId === null ? [] : Object.values(derivedNames(appId));
  const named: readonly (readonly [what: string, name: string | null])[] = [
    ["INPUT_TOPIC", inputTopic],
    ["OUTPUT_TOPIC", outputTopic],
    ["DLQ_TOPIC", deadLetterTopic],
    ...internal.map((name) => [`an internal topic of APP_ID`, name] as const),
  ];
  return named.flatMap(([what, name], at) =>
    named.slice(0, at).filter(([, other]) => name !== null && other === name)
      .map(([before]) => `${before} and ${what} are the same topic, and have to differ`)
  );
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
export function topicNames(config: {
  readonly inputTopic: string;
  readonly outputTopic: string;
  readonly deadLetterTopic: string;
  readonly appId: string;
}): TopicNames {
  const { deltasTopic, countsTopic } = derivedNames(config.appId);
  return {
    input: config.inputTopic,
    output: config.outputTopic,
    deadLetters: config.deadLetterTopic,
    deltas: deltasTopic,
    counts: countsTopic,
  };
}

/** The consumer group of a stage. */
export function groupIdOf(appId: string, stage: string): string {
  return `${appId}-${stage}`;
}

/** The transactional id of a stage's task: the same for a partition, whoever owns it. */
export function transactionalIdOf(
  appId: string,
  stage: string,
  topic: string,
  partition: number,
): string {
  return `${appId}-${stage}-${topic}-${partition}`;
}
