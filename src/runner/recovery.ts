import { FatalError, messageOf, RegistryUnavailableError } from "../errors.ts";
import { causesOf, errorType, fatalIn } from "../kafka/access/error_type.ts";
import { RefusedTimesError } from "../kafka/refused_times.ts";

/**
 * What happens after an error:
 * - `reacquire`: give the writers up, read the committed offsets again and continue;
 * - `rejoin`: others may own the partitions: ask the group;
 * - `stop`: only an operator can fix it.
 */
export type Recovery = "reacquire" | "rejoin" | "stop";

const rejoinTypes = new Set([
  // The group has moved on without this generation or member.
  "REBALANCE_IN_PROGRESS",
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "NOT_COORDINATOR_FOR_GROUP",
  // Somebody has ended this member's transaction: the coordinator, because it took too long, or another
  // member, because the group has removed this one. Only the group knows which.
  "INVALID_PRODUCER_EPOCH",
  "INVALID_PRODUCER_ID_MAPPING",
  "PRODUCER_FENCED",
  "INVALID_TXN_STATE", // brokers before 4.1.1 say so about a transaction that they have aborted
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
  "INCONSISTENT_GROUP_PROTOCOL",
  "INVALID_GROUP_ID",
  "INVALID_SESSION_TIMEOUT",
  "GROUP_MAX_SIZE_REACHED",
]);

// No broker answers with these: they are bugs, here or in a library, and a retry would fail again.
const bugNames = new Set(["TypeError", "RangeError", "ReferenceError", "SyntaxError"]);

/** Decides how to recover from an error. An unknown error is retried. */
export function recoveryOf(error: unknown): Recovery {
  const causes = causesOf(error);
  // The registry may give an answer later, even if it now refuses the credentials.
  if (causes.some((cause) => cause instanceof RegistryUnavailableError)) return "reacquire";
  if (fatalIn(error) !== null) return "stop";
  // The broker said which timestamps it accepts, and the next attempt complies.
  if (causes.some((cause) => cause instanceof RefusedTimesError)) return "reacquire";
  const type = errorType(error);
  if (type !== null && rejoinTypes.has(type)) return "rejoin";
  if (type !== null && stopTypes.has(type)) return "stop";
  const isBug = causes.some((cause) => cause instanceof Error && bugNames.has(cause.name));
  return isBug ? "stop" : "reacquire";
}

const fixCause =
  "fix the cause and start again; records that were not committed are processed then";

// Outputs have the timestamps of their input, and by default a topic rejects those far in the future.
const allowTimestamps = "set message.timestamp.after.max.ms of the output topics to that of the " +
  "input topic (kafka-configs --alter --add-config), and start again";

const otherProtocol =
  "another program in the same group, or a version of this one up to 0.1, uses a " +
  "different partition assignment protocol: find it with kafka-consumer-groups --describe --members " +
  "--group GROUP; stop it or give it a group of its own, and start again";

const newLimit =
  "the topic's max.message.bytes was lowered meanwhile: start again, which uses the new limit";

const actions: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: newLimit,
  RECORD_LIST_TOO_LARGE: newLimit,
  INVALID_TIMESTAMP: allowTimestamps,
  INCONSISTENT_GROUP_PROTOCOL: otherProtocol,
};

/** The fatal error for any error. A FatalError inside, which kafkajs may have wrapped, comes first. */
export function asFatal(error: unknown, where: string): FatalError {
  return fatalIn(error) ?? new FatalError(
    `Cannot continue with ${where}: ${messageOf(error)}`,
    actions[errorType(error) ?? ""] ?? fixCause,
    { cause: error },
  );
}
