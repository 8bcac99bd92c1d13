/** The internal topics of an application id. */
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

/** The settings that name topics; null where one is invalid anyway. */
export interface NamingSettings {
  readonly inputTopic: string | null;
  readonly outputTopic: string | null;
  readonly deadLetterTopic: string | null;
  readonly appId: string | null;
}

/**
 * Describes each pair of topics that share a name: a pipeline that reads its own output never ends.
 * The descriptions contain names of settings only, never their values.
 */
export function sameTopics(config: NamingSettings): string[] {
  const { inputTopic, outputTopic, deadLetterTopic, appId } = config;
  const internal = appId === null ? [] : Object.values(derivedNames(appId));
  const named: readonly (readonly [setting: string, name: string | null])[] = [
    ["INPUT_TOPIC", inputTopic],
    ["OUTPUT_TOPIC", outputTopic],
    ["DLQ_TOPIC", deadLetterTopic],
    ...internal.map((name) => [`an internal topic of APP_ID`, name] as const),
  ];
  return named.flatMap(([setting, name], i) =>
    named.slice(0, i).filter(([, other]) => name !== null && other === name)
      .map(([other]) => `${other} and ${setting} are the same topic, but must differ`)
  );
}

/** The names of the pipeline's five topics, by role. */
export interface TopicNames {
  readonly input: string;
  readonly output: string;
  readonly deadLetters: string;
  readonly deltas: string;
  readonly counts: string;
}

/** The names of the five topics, from the settings. */
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

/** What the transactional ids of all members of a stage start with. */
export function writerIdPrefix(appId: string, stage: string): string {
  return `${appId}-${stage}-~`;
}

/** The transactional id of a member's writer, with a number that the member uses once. */
export function writerIdOf(
  appId: string,
  stage: string,
  memberId: string,
  number: number,
): string {
  return `${writerIdPrefix(appId, stage)}${memberId}~${number}`;
}

/** The member in such an id. */
export function memberOfWriter(transactionalId: string, prefix: string): string {
  return transactionalId.slice(prefix.length, transactionalId.lastIndexOf("~"));
}

/** What the transactional ids of versions up to 0.1 start with, for a topic. */
export function formerIdPrefix(appId: string, stage: string, topic: string): string {
  return `${appId}-${stage}-${topic}-`;
}

/** The transactional id that versions up to 0.1 used for a partition, whoever owned it. */
export function formerIdOf(
  appId: string,
  stage: string,
  topic: string,
  partition: number,
): string {
  return `${formerIdPrefix(appId, stage, topic)}${partition}`;
}
