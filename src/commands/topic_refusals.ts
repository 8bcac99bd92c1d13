import { FatalError, messageOf, partsOf } from "../errors.ts";
import { errorType } from "../kafka/errors/error_type.ts";

/** The topics that were not created, one a line, with the broker's reason and what mends it. */
export function refusedTopics(error: unknown): FatalError {
  // One that somebody else has created meanwhile is there, as it should be.
  const refusals = partsOf(error).filter((part) => errorType(part) !== "TOPIC_ALREADY_EXISTS")
    .map(refusalOf);
  if (refusals.length === 0) {
    const action = "mend what it names, then run deno task create-topics again";
    return new FatalError(`Cannot create topics: ${messageOf(error)}`, action, { cause: error });
  }
  const lines = refusals.map(({ topic, type, reason }) => `  ${topic}: ${type}: ${reason}`);
  const actions = new Set(refusals.map(({ action }) => action));
  return new FatalError(
    `Cannot create ${refusals.length === 1 ? "a topic" : `${refusals.length} topics`}:\n` +
      lines.join("\n"),
    [...actions].join("; "),
    { cause: error },
  );
}

interface Refusal {
  readonly topic: string;
  readonly type: string;
  readonly reason: string;
  readonly action: string;
}

const allowCreate =
  "allow this user CREATE on the topics (kafka-acls --add --operation Create --topic NAME), and " +
  "DESCRIBE_CONFIGS besides, or have somebody create them who may";

const actions: Readonly<Record<string, string>> = {
  INVALID_REPLICATION_FACTOR:
    "leave --replication out for the brokers' default, or give at most as many as there are brokers",
  INVALID_PARTITIONS: "give fewer --partitions, or at least one",
  POLICY_VIOLATION:
    "the cluster has a policy for new topics: give --replication and --partitions as its reason asks",
  TOPIC_AUTHORIZATION_FAILED: allowCreate,
  CLUSTER_AUTHORIZATION_FAILED: allowCreate,
  INVALID_TOPIC_EXCEPTION:
    "choose another name in INPUT_TOPIC, OUTPUT_TOPIC, DLQ_TOPIC or APP_ID: letters, digits, '.', " +
    "'_' and '-', 249 at most",
  REQUEST_TIMED_OUT: "run it again: it creates what is still missing",
};

function refusalOf(part: unknown): Refusal {
  const { topic } = (part ?? {}) as { topic?: string };
  const type = errorType(part) ?? "error";
  const action = actions[type] ?? "mend what the reason names and run it again";
  return { topic: topic ?? "a topic", type, reason: messageOf(part), action };
}
