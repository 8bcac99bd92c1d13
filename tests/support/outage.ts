import { causesOf } from "../../src/kafka/access/error_type.ts";

const outageNames: ReadonlySet<string> = new Set([
  "KafkaJSGroupCoordinatorNotFound",
  "KafkaJSConnectionError",
  // Another connection attempt to the broker held kafkajs' lock for too long.
  "KafkaJSLockTimeout",
]);

/** Whether a request failed only because no broker could be asked. */
export function isOutage(error: unknown): boolean {
  return causesOf(error).some((cause) => cause instanceof Error && outageNames.has(cause.name));
}
