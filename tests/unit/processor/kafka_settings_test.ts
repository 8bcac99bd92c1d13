import { assertEquals, assertThrows } from "@std/assert";
import { readConfig } from "../../../src/config.ts";
import { FatalError } from "../../../src/errors.ts";
import { kafkaSettings } from "../../../src/processor/kafka_settings.ts";

function settingsOf(env: Readonly<Record<string, string>>) {
  const config = readConfig({ env: (name) => env[name], readTextFile: () => "" });
  return kafkaSettings(config, () => () => {});
}

const login = {
  KAFKA_SASL_MECHANISM: "scram-sha-512",
  KAFKA_SASL_USERNAME: "me",
  KAFKA_SASL_PASSWORD: "s3cret",
};

Deno.test("without settings there is neither login nor TLS", () => {
  const { sasl, tls, clientId } = settingsOf({});
  assertEquals([sasl, tls, clientId], [null, null, "login-pipeline"]);
});

Deno.test("a mechanism with user and password logs in", () => {
  assertEquals(settingsOf(login).sasl, {
    mechanism: "scram-sha-512",
    username: "me",
    password: "s3cret",
  });
});

Deno.test("a mechanism without user or password is refused", () => {
  for (const missing of ["KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD"]) {
    assertThrows(() => settingsOf({ ...login, [missing]: "" }), FatalError, "is missing");
  }
});

Deno.test("TLS without files trusts whom the system trusts", () => {
  assertEquals(settingsOf({ KAFKA_TLS: "true" }).tls, { ca: null, cert: null, key: null });
});
