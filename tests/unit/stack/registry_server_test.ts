import { assert, assertEquals } from "@std/assert";
import { registryCommand } from "../../../src/stack/registry_server.ts";

const command = registryCommand({ jar: "registry.jar", directory: "/data", port: 20_000 });

Deno.test("the registry listens only on the loopback address", () => {
  assert(command.includes("-Dquarkus.http.host=127.0.0.1"));
  assert(command.includes("-Dquarkus.http.port=20000"));
});

Deno.test("the registry keeps its schemas in the stack's directory", () => {
  const url = command.find((word) => word.startsWith("-Dquarkus.datasource.jdbc.url="));
  assertEquals(url?.includes("jdbc:h2:file:/data/registry/"), true);
});
