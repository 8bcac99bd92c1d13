import { assertEquals } from "@std/assert";
import { readConfig } from "../../../src/settings/config.ts";
import { kafkaSettings } from "../../../src/setup/connections.ts";

function settingsOf(env: Readonly<Record<string, string>>) {
  const config = readConfig({ env: (name) => env[name], readTextFile: () => "of the file" });
  return kafkaSettings(config, () => () => {});
}

const login = {
  KAFKA_SASL_MECHANISM: "scram-sha-512",
  KAFKA_SASL_USERNAME: "me",
  KAFKA_SASL_PASSWORD: "s3cret",
};

Deno.test("by default there is neither a login nor TLS", () => {
  const { sasl, tls, clientId } = settingsOf({});
  assertEquals([sasl, tls, clientId], [null, null, "login-pipeline"]);
});

Deno.test("a mechanism, a user and a password make a login", () => {
  assertEquals(settingsOf(login).sasl, {
    mechanism: "scram-sha-512",
    username: "me",
    password: "s3cret",
    passwordFile: null,
  });
});

Deno.test("the path of a password file is kept, because it is read again at each login", () => {
  const { KAFKA_SASL_PASSWORD: _, ...rest } = login;
  const { sasl } = settingsOf({ ...rest, KAFKA_SASL_PASSWORD_FILE: "/run/secrets/kafka" });
  assertEquals(sasl?.password, "of the file");
  assertEquals(sasl?.passwordFile, "/run/secrets/kafka");
});

Deno.test("TLS without files trusts the system's CAs", () => {
  assertEquals(settingsOf({ KAFKA_TLS: "true" }).tls, { ca: null, cert: null, key: null });
});
