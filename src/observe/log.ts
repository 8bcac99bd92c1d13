import { type Logger, pino } from "pino";
import { seenJson } from "../visible.ts";
import { LogOutput } from "./log_output.ts";
import { prettyLine } from "./pretty_line.ts";

/** A log that writes one JSON object per line, by the Elastic Common Schema. */
export type Log = Logger;

/** The process that logs. */
export interface LogSource {
  readonly version: string;
  /** Distinguishes this process from others of the same service. */
  readonly node: string;
}

/** Where lines go, and whether that is a terminal. */
export interface LogTarget {
  readonly isTerminal: boolean;
  readonly write: (bytes: Uint8Array) => Promise<number>;
}

const ecsVersion = "8.17.0";
/** A few thousand lines: minutes of a busy process. */
const maxWaitingBytes = 1024 * 1024;
const retryMs = 1_000;

/** Standard output. */
export const standardOutput: LogTarget = {
  get isTerminal() {
    return Deno.stdout.isTerminal();
  },
  write: (bytes) => Deno.stdout.write(bytes),
};

/**
 * Starts a log: JSON lines, or lines for people on a terminal. Lines contain topics, offsets, and
 * causes, but never values of a record. The output counts dropped lines and writes the rest at the
 * end.
 */
export function createLog(
  level: string,
  { version, node }: LogSource,
  { isTerminal, write }: LogTarget = standardOutput,
): { readonly log: Log; readonly output: LogOutput } {
  const output = new LogOutput({
    write,
    maxBytes: maxWaitingBytes,
    retryMs,
    onLeftOut: (lines) => {
      const fields = { "event.action": "log_left_out", "pipeline.lines": lines };
      log.warn(fields, `${lines} log lines dropped: the reader of the log was too slow`);
    },
  });
  const toLine = isTerminal ? prettyLine : seenJson; // the JSON may be shown in a terminal later
  const log = pino({
    level,
    base: {
      "ecs.version": ecsVersion,
      "service.name": "login-pipeline",
      "service.version": version,
      "service.node.name": node,
    },
    messageKey: "message",
    timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ "log.level": label }) },
  }, { write: (line: string) => output.add(`${toLine(line.trimEnd())}\n`) });
  return { log, output };
}
