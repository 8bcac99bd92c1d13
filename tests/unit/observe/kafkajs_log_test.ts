import { assertEquals } from "@std/assert";
import type { LogEntry } from "kafkajs";
import { kafkajsLog } from "../../../src/observe/kafkajs_log.ts";

type Line = Record<string, unknown>;

function scene(level: "debug" | "info" = "debug") {
  const lines: Line[] = [];
  const debug = (fields: object, message: string) => void lines.push({ ...fields, message });
  const isLevelEnabled = (asked: string) => asked === level;
  const write = kafkajsLog({ debug, isLevelEnabled })(1);
  const say = (fields: object, message: string) => {
    const entry = { ...fields, message, timestamp: "2026-01-01T00:00:00.000Z" };
    write({ namespace: "Connection", level: 1, label: "ERROR", log: entry } as LogEntry);
  };
  return { lines, say };
}

Deno.test("a line of kafkajs is logged in our format, without the arguments of kafkajs", () => {
  const { lines, say } = scene();
  say({ broker: "b:9092", groupId: "g", payload: "a secret" }, "Connection error");
  assertEquals(lines, [{
    "event.action": "kafkajs",
    "log.logger": "kafkajs.Connection",
    "kafka.broker": "b:9092",
    "kafka.group_id": "g",
    message: "Connection error",
  }]);
});

Deno.test("a line that kafkajs repeats 100 times is logged 10 times", () => {
  const { lines, say } = scene();
  for (let i = 0; i < 100; i++) say({}, "Connection error");
  say({}, "something else");
  assertEquals(lines.length, 11);
});

Deno.test("lines of kafkajs are logged only at debug level", () => {
  const { lines, say } = scene("info");
  say({}, "Connection error");
  assertEquals(lines, []);
});
