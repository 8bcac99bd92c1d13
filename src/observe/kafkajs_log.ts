import type { logCreator, LogEntry } from "kafkajs";
import type { Log } from "./log.ts";

const error = 1;

// kafkajs puts what it was handed, records included, into the fields beside its message.
const safeFields = ["broker", "clientId", "groupId", "retryCount", "retryTime"] as const;

/**
 * Passes kafkajs' own log on, without the fields that could hold what a record says.
 *
 * What kafkajs calls an error it mostly retries itself, a hundred times a second where transactions
 * follow each other; what ends a task is an event of ours. Only lost connections are news.
 */
export function kafkajsLog(log: Log): logCreator {
  return () => ({ level, namespace, log: entry }: LogEntry) => {
    const fields: Record<string, unknown> = { event: "kafkajs", namespace };
    for (const name of safeFields) if (entry[name] !== undefined) fields[name] = entry[name];
    const isLostConnection = level <= error && entry.message.startsWith("Connection ");
    if (isLostConnection) log.warn(fields, entry.message);
    else log.debug(fields, entry.message);
  };
}
