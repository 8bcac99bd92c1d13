import { type Logger, pino } from "pino";

/** A log that writes one JSON object a line. */
export type Log = Logger;

/** Begins a log on standard output; its lines hold coordinates and causes, never a record's contents. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    messageKey: "message",
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
  }, { write: (line: string) => console.log(line.trimEnd()) });
}
