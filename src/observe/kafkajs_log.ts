import type { logCreator, LogEntry } from "kafkajs";
import { RepeatLimit } from "./repeat_limit.ts";

// kafkajs puts what it was handed, records included, into the fields beside its message.
const safeFields = ["broker", "clientId", "groupId", "retryCount", "retryTime"] as const;

const repeats = { perWindow: 10, windowMs: 10_000, now: () => performance.now() } as const;

/** Takes lines that nobody reads but whoever looks for a fault. */
export interface DebugLog {
  readonly debug: (fields: object, message: string) => void;
  readonly isLevelEnabled?: (level: string) => boolean;
}

/**
 * Passes kafkajs' own log on at debug level, without the fields that could hold what a record says.
 *
 * What kafkajs calls an error it mostly retries itself, a hundred times a second where transactions
 * follow each other; what ends a task or a stage is an event of ours, with its reason.
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
