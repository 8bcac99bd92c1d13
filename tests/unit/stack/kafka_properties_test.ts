import { assertEquals, assertStringIncludes } from "@std/assert";
import { serverProperties } from "../../../src/stack/kafka_properties.ts";

const settings = {
  classpath: "lib/*",
  logConfig: "log4j2.properties",
  directory: "/data",
  port: 29092,
  controllerPort: 29093,
};
const properties = serverProperties(settings);

function linesAbout(words: RegExp, text: string): readonly string[] {
  return text.split("\n").filter((line) => words.test(line));
}

Deno.test("the broker listens only on the loopback address and advertises it", () => {
  const listeners = properties.split("\n").filter((line) => line.includes("://"));
  assertEquals(listeners, [
    "listeners=PLAINTEXT://127.0.0.1:29092,CONTROLLER://127.0.0.1:29093",
    "advertised.listeners=PLAINTEXT://127.0.0.1:29092",
  ]);
});

Deno.test("the broker does not create topics automatically", () => {
  assertStringIncludes(properties, "\nauto.create.topics.enable=false\n");
});

const copies = /replication\.factor|min\.isr|min\.insync/;

Deno.test("the broker requires no more replicas than there are nodes", () => {
  const lines = linesAbout(copies, properties);
  assertEquals(lines.length, 7);
  for (const line of lines) assertEquals(line.endsWith("=1"), true, line);
});

Deno.test("the brokers of a cluster of three know each other, and a write waits for two of three copies", () => {
  const node = { id: 2, controllerPorts: [1001, 1002, 1003] };
  const second = serverProperties({ ...settings, node });
  assertEquals(linesAbout(/^node|voters/, second), [
    "node.id=2",
    "controller.quorum.voters=1@127.0.0.1:1001,2@127.0.0.1:1002,3@127.0.0.1:1003",
  ]);
  for (const line of linesAbout(copies, second)) {
    assertEquals(line.endsWith(line.includes("factor") ? "=3" : "=2"), true, line);
  }
});

Deno.test("a requested property comes last, where it takes precedence", () => {
  const text = serverProperties({ ...settings, properties: { "log.dirs": "/small" } });
  assertEquals(linesAbout(/^log\.dirs/, text), ["log.dirs=/data/kafka", "log.dirs=/small"]);
});
