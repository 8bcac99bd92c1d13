import { visible } from "../visible.ts";

const colors: Readonly<Record<string, string>> = {
  debug: "\x1b[2m",
  info: "",
  warn: "\x1b[33m",
  error: "\x1b[31m",
};
const reset = "\x1b[0m";

/** Fields that every line repeats, or that the message already contains. */
const unshown: ReadonlySet<string> = new Set([
  "@timestamp",
  "log.level",
  "message",
  "ecs.version",
  "service.name",
  "service.version",
  "service.node.name",
  "error.message",
  "event.reason",
  "event.outcome",
  "event.duration",
]);

/** A log line for people: time, level, message, and the other fields. */
export function prettyLine(json: string): string {
  const line: Record<string, unknown> = JSON.parse(json);
  const level = String(line["log.level"]);
  const time = String(line["@timestamp"]).slice(11, 23);
  const fields = Object.entries(line).filter(([name]) => !unshown.has(name))
    .map(([name, value]) => visible(`${name.replace(/^pipeline\./, "")}=${textOf(value)}`));
  const color = colors[level] ?? "";
  const sentence = `${time} ${level.toUpperCase().padEnd(5)} ${
    visible(String(line["message"] ?? ""))
  }`;
  return `${color}${sentence}${color && reset} \x1b[2m${fields.join(" ")}${reset}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
