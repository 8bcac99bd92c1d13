import type { logCreator, LogEntry } from "kafkajs";
import { RepeatLimit } from "./repeat_limit.ts";

// kafkajs logs its arguments, records included, in fields beside its message.
const safeFields = ["broker", "clientId", "groupId", "retryCount", "retryTime"] as const;

const repeats = { perWindow: 10, windowMs: 10_000, now: () => performance.now() } as const;

/** A log for debug lines. */
export interface DebugLog {
  readonly debug: (fields: object, message: string) => void;
  readonly isLevelEnabled?: (level: string) => boolean;
}

/**
 * Logs the lines of kafkajs at debug level, without the fields that could contain a record.
 *
 * Most of what kafkajs logs as an error it retries itself, up to a hundred times per second while
 * transactions follow each other. An error that ends a task or a stage is an event of ours, with its
 * reason.
 */
export function kafkajsLog(log: DebugLog): logCreator {
  const limit = new RepeatLimit(repeats);
  return () => ({ namespace, log: entry }: LogEntry) => {
    if (log.isLevelEnabled?.("debug") === false) return;
    const suppressed = limit.say(`${namespace} ${entry.message}`);
    if (suppressed === null) return;
    const fields: Record<string, unknown> = {
      "event.action": "kafkajs",
      "log.logger": `kafkajs.${namespace}`,
    };
    for (const name of safeFields) {
      if (entry[name] !== undefined) fields[`kafka.${snake(name)}`] = entry[name];
    }
    if (suppressed > 0) fields["pipeline.suppressed"] = suppressed;
    log.debug(fields, entry.message);
  };
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
