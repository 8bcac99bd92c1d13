/** What a broker says of one topic that it was to create. */
export interface TopicAnswer {
  readonly topic: string;
  /** Null where the broker only gives a code, as in the first version of the answer. */
  readonly errorMessage?: string | null;
}

/** The answer of a broker, as kafkajs has decoded it. */
export interface CreateTopicsAnswer {
  readonly topicErrors: readonly TopicAnswer[];
}

/** The module of kafkajs that {@linkcode keepReasons} corrects; later versions build on it. */
export const corrects = "kafkajs/src/protocol/requests/createTopics/v0/response.js";

/**
 * Gives each error of a topic that was refused the broker's own words.
 *
 * The original decodes them and makes its errors of the codes alone: "Request parameters do not
 * satisfy the configured policy" does not tell what the policy asks for, and the broker does.
 */
export function keepReasons(
  original: { parse: (answer: CreateTopicsAnswer) => Promise<unknown> },
): void {
  const { parse } = original;
  original.parse = async (answer) => {
    try {
      return await parse(answer);
    } catch (error) {
      const { errors = [] } = error as { errors?: readonly { topic: string; message: string }[] };
      for (const refusal of errors) {
        const told = answer.topicErrors.find(({ topic }) => topic === refusal.topic)?.errorMessage;
        refusal.message = told || refusal.message;
      }
      throw error;
    }
  };
}
