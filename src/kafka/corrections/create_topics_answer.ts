/** A broker's answer about one topic to create. */
export interface TopicAnswer {
  readonly topic: string;
  /** Null if the broker only returns a code, as in version 0. */
  readonly errorMessage?: string | null;
}

/** A broker's answer, decoded by kafkajs. */
export interface CreateTopicsAnswer {
  readonly topicErrors: readonly TopicAnswer[];
}

/** The module of kafkajs that {@linkcode keepReasons} corrects; later versions build on it. */
export const corrects = "kafkajs/src/protocol/requests/createTopics/v0/response.js";

/**
 * Puts the broker's own message into the error of each rejected topic.
 *
 * The original decodes the messages but makes its errors from the codes alone. "Request parameters do
 * not satisfy the configured policy" does not say what the policy requires; the broker's message does.
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
