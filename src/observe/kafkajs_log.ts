import type { logCreator, LogEntry } from "kafkajs";
import type { Log } from "./log.ts";

const error = 1;
const warn = 2;

// kafkajs puts what it was handed, records included, into the fields beside its message.
const safeFields = ["broker", "clientId", "groupId", "retryCount", "retryTime"] as const;

/** Passes kafkajs' own log on, without the fields that could hold what a record says. */
export function kafkajsLog(log: Log): logCreator {
  return () => ({ level, namespace, log: entry }: LogEntry) => {
    const fields: Record<string, unknown> = { event: "kafkajs", namespace };
    for (const name of safeFields) if (entry[name] !== undefined) fields[name] = entry[name];
    // What kafkajs calls an error it mostly retries itself; what ends a task is an event of ours.
    if (level <= error) log.warn(fields, entry.message);
    else if (level === warn) log.info(fields, entry.message);
    else log.debug(fields, entry.message);
  };
}
