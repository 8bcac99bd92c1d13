import { assertEquals } from "@std/assert";
import { halves } from "../../../src/settings/half_settings.ts";

function complaints(env: Readonly<Record<string, string>>): string[] {
  return halves((name) => env[name] ?? null);
}

const cases: readonly [title: string, env: Record<string, string>, complaints: string[]][] = [
  ["nothing", {}, []],
  ["a CA without TLS", { KAFKA_TLS_CA_FILE: "/ca" }, [
    "KAFKA_TLS_CA_FILE needs KAFKA_TLS=true",
  ]],
  ["a CA with TLS off", { KAFKA_TLS: "false", KAFKA_TLS_CA_FILE: "/ca" }, [
    "KAFKA_TLS_CA_FILE needs KAFKA_TLS=true",
  ]],
  ["a client certificate without TLS", {
    KAFKA_TLS_CERT_FILE: "/cert",
    KAFKA_TLS_KEY_FILE: "/key",
  }, ["KAFKA_TLS_CERT_FILE needs KAFKA_TLS=true", "KAFKA_TLS_KEY_FILE needs KAFKA_TLS=true"]],
  ["a certificate without its key", { KAFKA_TLS: "true", KAFKA_TLS_CERT_FILE: "/cert" }, [
    "KAFKA_TLS_CERT_FILE needs KAFKA_TLS_KEY_FILE",
  ]],
  ["a key without its certificate", { KAFKA_TLS: "true", KAFKA_TLS_KEY_FILE: "/key" }, [
    "KAFKA_TLS_KEY_FILE needs KAFKA_TLS_CERT_FILE",
  ]],
  ["TLS alone", { KAFKA_TLS: "true" }, []],
  ["all of TLS", {
    KAFKA_TLS: "true",
    KAFKA_TLS_CA_FILE: "/ca",
    KAFKA_TLS_CERT_FILE: "/cert",
    KAFKA_TLS_KEY_FILE: "/key",
  }, []],
  ["a user without a mechanism", { KAFKA_SASL_USERNAME: "me" }, [
    "KAFKA_SASL_USERNAME needs KAFKA_SASL_MECHANISM (plain, scram-sha-256 or scram-sha-512)",
  ]],
  ["a password's file without a mechanism", { KAFKA_SASL_PASSWORD_FILE: "/password" }, [
    "KAFKA_SASL_PASSWORD needs KAFKA_SASL_MECHANISM (plain, scram-sha-256 or scram-sha-512)",
  ]],
  ["a mechanism alone", { KAFKA_SASL_MECHANISM: "plain" }, [
    "KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME",
    "KAFKA_SASL_MECHANISM needs KAFKA_SASL_PASSWORD or KAFKA_SASL_PASSWORD_FILE",
  ]],
  ["a whole login", {
    KAFKA_SASL_MECHANISM: "plain",
    KAFKA_SASL_USERNAME: "me",
    KAFKA_SASL_PASSWORD_FILE: "/password",
  }, []],
  ["a registry's user without a password", { SCHEMA_REGISTRY_USERNAME: "me" }, [
    "SCHEMA_REGISTRY_USERNAME needs SCHEMA_REGISTRY_PASSWORD or SCHEMA_REGISTRY_PASSWORD_FILE",
  ]],
  ["a registry's password without a user", { SCHEMA_REGISTRY_PASSWORD: "secret" }, [
    "SCHEMA_REGISTRY_PASSWORD needs SCHEMA_REGISTRY_USERNAME",
  ]],
  ["a registry's user in the URL without a password", { SCHEMA_REGISTRY_URL: "http://me@host" }, [
    "the user in SCHEMA_REGISTRY_URL needs SCHEMA_REGISTRY_PASSWORD or SCHEMA_REGISTRY_PASSWORD_FILE",
  ]],
  ["a registry's login in the URL", { SCHEMA_REGISTRY_URL: "http://me:secret@host" }, []],
  ["a registry's password beside the user in the URL", {
    SCHEMA_REGISTRY_URL: "http://me@host",
    SCHEMA_REGISTRY_PASSWORD_FILE: "/password",
  }, []],
  ["a registry's CA without https", {
    SCHEMA_REGISTRY_URL: "http://host",
    SCHEMA_REGISTRY_CA_FILE: "/ca",
  }, ["SCHEMA_REGISTRY_CA_FILE needs a SCHEMA_REGISTRY_URL that begins with https://"]],
  ["a registry's CA with https", {
    SCHEMA_REGISTRY_URL: "https://host",
    SCHEMA_REGISTRY_CA_FILE: "/ca",
  }, []],
];

for (const [title, env, expected] of cases) {
  const outcome = expected.length === 0
    ? "is complete"
    : "is incomplete, and the error names the missing setting";
  Deno.test(`${title} ${outcome}`, () => assertEquals(complaints(env), expected));
}
