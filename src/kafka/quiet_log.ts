import type { LogEntry } from "kafkajs";

/** Keeps kafkajs quiet in commands that report their errors themselves. */
export function quietLog(): (entry: LogEntry) => void {
  return () => {};
}
