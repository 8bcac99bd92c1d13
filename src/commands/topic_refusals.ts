import { FatalError, messageOf, partsOf } from "../errors.ts";
import { errorType } from "../kafka/access/error_type.ts";

/** The topics that were not created, one per line, with the broker's reason and the fix. */
export function refusedTopics(error: unknown): FatalError {
  // A topic that another process has created meanwhile is not an error.
  const refusals = partsOf(error).filter((part) => errorType(part) !== "TOPIC_ALREADY_EXISTS")
    .map(refusalOf);
  if (refusals.length === 0) {
    const action = "fix the cause, then run deno task create-topics again";
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
  "allow this user CREATE and DESCRIBE_CONFIGS on the topics (kafka-acls --add --operation Create " +
  "--operation DescribeConfigs --topic NAME), or let an authorized user create them";

const actions: Readonly<Record<string, string>> = {
  INVALID_REPLICATION_FACTOR:
    "omit --replication for the brokers' default, or set it to at most the number of brokers",
  INVALID_PARTITIONS: "set --partitions to a smaller number, but at least 1",
  POLICY_VIOLATION:
    "the cluster has a policy for new topics: set --replication and --partitions to comply with it",
  TOPIC_AUTHORIZATION_FAILED: allowCreate,
  CLUSTER_AUTHORIZATION_FAILED: allowCreate,
  INVALID_TOPIC_EXCEPTION:
    "choose another name in INPUT_TOPIC, OUTPUT_TOPIC, DLQ_TOPIC or APP_ID: at most 249 letters, " +
    "digits, '.', '_' and '-'",
  REQUEST_TIMED_OUT: "run it again: it creates what is still missing",
};

function refusalOf(part: unknown): Refusal {
  const { topic } = (part ?? {}) as { topic?: string };
  const type = errorType(part) ?? "error";
  const action = actions[type] ?? "fix the cause and run it again";
  return { topic: topic ?? "a topic", type, reason: messageOf(part), action };
}
