import { TransientError } from "../../errors.ts";
import { denied, type Operation, refusalOf, type Resource } from "./denied.ts";

/** The operation that a request needs on each resource that it names. */
export type Need = Readonly<Partial<Record<Resource, readonly [Operation, name: string]>>>;

/** Error codes of the Kafka protocol, by the names that kafkajs gives them. */
const types: ReadonlyMap<number, string> = new Map([
  [-1, "UNKNOWN"],
  [1, "OFFSET_OUT_OF_RANGE"],
  [3, "UNKNOWN_TOPIC_OR_PARTITION"],
  [5, "LEADER_NOT_AVAILABLE"],
  [6, "NOT_LEADER_FOR_PARTITION"],
  [7, "REQUEST_TIMED_OUT"],
  [10, "MESSAGE_TOO_LARGE"],
  [14, "GROUP_LOAD_IN_PROGRESS"],
  [15, "GROUP_COORDINATOR_NOT_AVAILABLE"],
  [16, "NOT_COORDINATOR_FOR_GROUP"],
  [18, "RECORD_LIST_TOO_LARGE"],
  [19, "NOT_ENOUGH_REPLICAS"],
  [20, "NOT_ENOUGH_REPLICAS_AFTER_APPEND"],
  [22, "ILLEGAL_GENERATION"],
  [25, "UNKNOWN_MEMBER_ID"],
  [27, "REBALANCE_IN_PROGRESS"],
  [32, "INVALID_TIMESTAMP"],
  [35, "UNSUPPORTED_VERSION"],
  [45, "OUT_OF_ORDER_SEQUENCE_NUMBER"],
  [46, "DUPLICATE_SEQUENCE_NUMBER"],
  [47, "INVALID_PRODUCER_EPOCH"],
  [48, "INVALID_TXN_STATE"],
  [49, "INVALID_PRODUCER_ID_MAPPING"],
  [50, "INVALID_TRANSACTION_TIMEOUT"],
  [51, "CONCURRENT_TRANSACTIONS"],
  [56, "KAFKA_STORAGE_ERROR"],
  [59, "UNKNOWN_PRODUCER_ID"],
  [87, "INVALID_RECORD"],
  [88, "UNSTABLE_OFFSET_COMMIT"],
  [90, "PRODUCER_FENCED"],
  [120, "TRANSACTION_ABORTABLE"],
]);

/**
 * The error for an error code. A missing ACL is a FatalError, because an operator has to grant it. Any
 * other is a TransientError with the `type` of Kafka's error, by which the recovery is decided.
 */
export function brokerError(what: string, code: number, need: Need): Error {
  const refusal = refusalOf(code);
  const needed = refusal && need[refusal.resource];
  if (refusal && needed) return denied(refusal, needed[0], [needed[1]]);
  const type = types.get(code) ?? `KAFKA_ERROR_${code}`;
  return Object.assign(new TransientError(`Cannot ${what}: ${type}`), { type });
}

/** Throws unless an error code is 0. No error code counts as an empty answer. */
export function assertAnswered(what: string, code: number, need: Need): void {
  if (code !== 0) throw brokerError(what, code, need);
}
