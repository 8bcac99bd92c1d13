import { assertEquals, assertStringIncludes } from "@std/assert";
import { serverProperties } from "../../../src/stack/kafka_properties.ts";

const properties = serverProperties({
  classpath: "lib/*",
  logConfig: "log4j2.properties",
  directory: "/data",
  port: 29092,
  controllerPort: 29093,
});

Deno.test("the broker listens on the loopback address alone and tells clients so", () => {
  const listeners = properties.split("\n").filter((line) => line.includes("://"));
  assertEquals(listeners, [
    "listeners=PLAINTEXT://127.0.0.1:29092,CONTROLLER://127.0.0.1:29093",
    "advertised.listeners=PLAINTEXT://127.0.0.1:29092",
  ]);
});

Deno.test("no topic comes into being by a misspelt name", () => {
  assertStringIncludes(properties, "\nauto.create.topics.enable=false\n");
});

Deno.test("the broker's own topics ask for no more replicas than there are nodes", () => {
  const replicas = properties.split("\n").filter((line) =>
    /replication\.factor|min\.isr/.test(line)
  );
  assertEquals(replicas.length, 5);
  for (const line of replicas) assertEquals(line.endsWith("=1"), true, line);
});
