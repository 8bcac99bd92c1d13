import type { logCreator, LogEntry } from "kafkajs";

/** Takes the fields and the text of a line. */
export interface DebugLog {
  debug(fields: object, message: string): void;
}

// kafkajs puts what it was handed, records included, into the fields beside its message.
const safeFields = ["broker", "clientId", "groupId", "retryCount", "retryTime"] as const;

/**
 * Passes kafkajs' own log on at debug level, without the fields that could hold what a record says.
 *
 * What kafkajs calls an error it mostly retries itself, a hundred times a second where transactions
 * follow each other; what ends a task or a stage is an event of ours, with its reason.
 */
export function kafkajsLog(log: DebugLog): logCreator {
  return () => ({ namespace, log: entry }: LogEntry) => {
    const fields: Record<string, unknown> = { event: "kafkajs", namespace };
    for (const name of safeFields) if (entry[name] !== undefined) fields[name] = entry[name];
    log.debug(fields, entry.message);
  };
}
