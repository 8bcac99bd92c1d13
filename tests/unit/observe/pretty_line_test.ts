import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { stripVTControlCharacters } from "node:util";
import { prettyLine } from "../../../src/observe/pretty_line.ts";

function plain(line: object): string {
  const json = JSON.stringify({ "@timestamp": "2026-01-31T12:00:00.123Z", ...line });
  return stripVTControlCharacters(prettyLine(json));
}

Deno.test("a line for a terminal has the time, the message, and the other fields", () => {
  const line = plain({
    "log.level": "info",
    "ecs.version": "8.17.0",
    "service.name": "login-pipeline",
    "pipeline.stage": "enrich",
    "kafka.partition": 3,
    message: "it goes on",
  });
  assertEquals(line, "12:00:00.123 INFO  it goes on stage=enrich kafka.partition=3");
});

Deno.test("a warning on a terminal has a color", () => {
  const json = (level: string) =>
    JSON.stringify({ "@timestamp": "2026-01-31T12:00:00.123Z", "log.level": level, message: "m" });
  assert(prettyLine(json("warn")).startsWith("\x1b[33m12:"));
  assert(prettyLine(json("info")).startsWith("12:"));
});

Deno.test("control characters from brokers and files do not reach the terminal", () => {
  const line = { "log.level": "info", "@timestamp": "2026-07-10T02:00:25.123Z" };
  const shown = prettyLine(JSON.stringify({ ...line, message: "a\x1b[2J\nb", reason: "c\u202e" }));
  assertStringIncludes(shown, "a\\u{1b}[2J\\u{a}b");
  assertStringIncludes(shown, "reason=c\\u{202e}");
});
