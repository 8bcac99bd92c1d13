import { assertEquals } from "@std/assert";
import { clusterSettings } from "../../../src/stack/cluster_settings.ts";

const shared = { classpath: "lib/*", logConfig: "log4j2.properties", directory: "/data" };
const ports = [{ kafka: 1, controller: 11 }, { kafka: 2, controller: 12 }];

Deno.test("each broker of a cluster has ports and a directory of its own, and knows all controllers", () => {
  const controllerPorts = [11, 12];
  assertEquals(clusterSettings(shared, ports), [
    {
      ...shared,
      directory: "/data/broker-1",
      port: 1,
      controllerPort: 11,
      node: { id: 1, controllerPorts },
    },
    {
      ...shared,
      directory: "/data/broker-2",
      port: 2,
      controllerPort: 12,
      node: { id: 2, controllerPorts },
    },
  ]);
});
