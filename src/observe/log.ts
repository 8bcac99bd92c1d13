import { type Logger, pino } from "pino";
import { prettyLine } from "./pretty_line.ts";

/** A log that writes one JSON object a line, in the shape of the Elastic Common Schema. */
export type Log = Logger;

/** Who logs. */
export interface LogSource {
  readonly version: string;
  /** What tells this process from others of the same service. */
  readonly node: string;
}

const ecsVersion = "8.17.0";

/**
 * Begins a log on standard output: JSON lines, or lines for people where a terminal shows them. They
 * hold coordinates and causes, never a record's contents.
 */
export function createLog(
  level: string,
  { version, node }: LogSource,
  write: (line: string) => void = writerTo(Deno.stdout.isTerminal()),
): Log {
  return pino({
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
  }, { write: (line: string) => write(line.trimEnd()) });
}

function writerTo(isTerminal: boolean): (line: string) => void {
  return isTerminal ? (line) => console.log(prettyLine(line)) : (line) => console.log(line);
}
