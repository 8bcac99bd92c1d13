import { FatalError, messageOf, RegistryUnavailableError, TaskLostError } from "../errors.ts";
import { causesOf, errorType, fatalIn } from "../kafka/errors/error_type.ts";
import { RefusedTimesError } from "../kafka/refused_times.ts";

/**
 * What happens after an error in a task:
 * - `wait`: keep the task, pause its partition, try the same batch again later;
 * - `reacquire`: throw the producer away, fence, re-read the offset, go on;
 * - `rejoin`: the partition may belong to somebody else: let go and ask the group;
 * - `stop`: only an operator can mend it.
 */
export type Recovery = "wait" | "reacquire" | "rejoin" | "stop";

const rejoinTypes = new Set([
  // The group moves on without this generation or member.
  "REBALANCE_IN_PROGRESS",
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "NOT_COORDINATOR_FOR_GROUP",
  // Somebody fenced this producer, or the coordinator gave its transaction up. Which one, only the
  // group knows; initialising again in place would fence a rightful new owner back, for ever.
  "INVALID_PRODUCER_EPOCH",
  "INVALID_PRODUCER_ID_MAPPING",
]);

const stopTypes = new Set([
  "TOPIC_AUTHORIZATION_FAILED",
  "GROUP_AUTHORIZATION_FAILED",
  "CLUSTER_AUTHORIZATION_FAILED",
  "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
  "DELEGATION_TOKEN_AUTHORIZATION_FAILED",
  "SASL_AUTHENTICATION_FAILED",
  "UNSUPPORTED_SASL_MECHANISM",
  "UNSUPPORTED_VERSION",
  "INVALID_TRANSACTION_TIMEOUT",
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
  "INVALID_TIMESTAMP",
  "INVALID_TOPIC_EXCEPTION",
]);

// These are never said by a broker: they are bugs, here or in a library, and come again.
const bugNames = new Set(["TypeError", "RangeError", "ReferenceError", "SyntaxError"]);

/** Names what happens after an error. What is not known to be hopeless is tried again. */
export function recoveryOf(error: unknown): Recovery {
  const causes = causesOf(error);
  if (causes.some((cause) => cause instanceof RegistryUnavailableError)) return "wait";
  if (fatalIn(error) !== null) return "stop";
  // The broker has said what it takes, and the next attempt goes by it.
  if (causes.some((cause) => cause instanceof RefusedTimesError)) return "reacquire";
  const type = errorType(error);
  if (type !== null && rejoinTypes.has(type)) return "rejoin";
  if (type !== null && stopTypes.has(type)) return "stop";
  const isBug = causes.some((cause) => cause instanceof Error && bugNames.has(cause.name));
  return isBug ? "stop" : "reacquire";
}

const outageNames = new Set([
  "KafkaJSGroupCoordinatorNotFound",
  "KafkaJSConnectionError",
  // Somebody else's connecting to a broker took longer than kafkajs waits for it.
  "KafkaJSLockTimeout",
]);

/** Whether a consumer ended only because no broker told it who coordinates its group. */
export function isOutage(error: unknown): boolean {
  return causesOf(error).some((cause) => cause instanceof Error && outageNames.has(cause.name));
}

/** What to throw for a rejoin: kafkajs looks only at the type of the outermost error. */
export function asRebalance(error: unknown): unknown {
  const isKnown = error instanceof TaskLostError ||
    (error instanceof Error && "type" in error && error.type === "UNKNOWN_MEMBER_ID");
  return isKnown ? error : new TaskLostError(messageOf(error), { cause: error });
}

const mendCause = "mend the cause and start again; what was not committed is processed then";

// Outputs carry the timestamps of the input, and by default a topic takes none far ahead of now.
const allowTimestamps = "give the topics that are written to the message.timestamp.after.max.ms " +
  "of the input topic (kafka-configs --alter --add-config), and start again";

const isNotAlone = "another program is a member of the same group and shares partitions out in " +
  "another way: kafka-consumer-groups --describe --members --group GROUP names it; stop it, or " +
  "give it a group of its own, and start again";

const actions: Readonly<Record<string, string>> = {
  INVALID_TIMESTAMP: allowTimestamps,
  INCONSISTENT_GROUP_PROTOCOL: isNotAlone,
};

/** The reason to end with: kafkajs wraps errors, and a FatalError inside knows what to do. */
export function asFatal(error: unknown, where: string): FatalError {
  return fatalIn(error) ?? new FatalError(
    `Cannot go on with ${where}: ${messageOf(error)}`,
    actions[errorType(error) ?? ""] ?? mendCause,
    { cause: error },
  );
}
