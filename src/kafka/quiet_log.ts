import type { LogEntry } from "kafkajs";

/** A log creator that drops everything, for commands that report their errors themselves. */
export function quietLog(): (entry: LogEntry) => void {
  return () => {};
}
