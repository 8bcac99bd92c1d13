import { assertStringIncludes } from "@std/assert";
import { portInUse } from "../../../src/stack/port.ts";
import { deathError } from "../../../src/stack/server_process.ts";

Deno.test("deathError() names the server, its exit code and the end of its log", () => {
  const { message } = deathError(
    "Kafka",
    { code: 1, signal: null },
    "kafka.log",
    "  no space left",
  );
  assertStringIncludes(message, "Kafka exited with code 1");
  assertStringIncludes(message, "kafka.log:\n  no space left");
});

Deno.test("deathError() names the signal that stopped the server", () => {
  const { message } = deathError("Kafka", { code: 137, signal: "SIGKILL" }, "kafka.log", "");
  assertStringIncludes(message, "Kafka was stopped by SIGKILL");
});

Deno.test("portInUse() names the server of a port in use and the option that changes it", () => {
  const error = portInUse(8081, "the registry", "--registry-port");
  assertStringIncludes(error.message, "port 8081, meant for the registry, is in use");
  assertStringIncludes(error.action, "--registry-port");
});
