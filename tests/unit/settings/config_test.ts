import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import { namesServers, readConfig, settings } from "../../../src/settings/config.ts";

function read(
  env: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
) {
  return readConfig({
    env: (name) => env[name],
    readTextFile: (path) => {
      const content = files[path];
      if (content === undefined) throw new Error(`${path} is not there`);
      return content;
    },
  });
}

Deno.test("readConfig() returns every default when no variable is set", () => {
  const config = read();
  assertEquals(config.brokers, ["localhost:29092"]);
  assertEquals(config.registryUrl, "http://localhost:8081");
  assertEquals(config.countWindows, []);
  assertEquals(config.countRetentionMs, 86_400_000);
  assertEquals(config.saslMechanism, null);
  assertEquals(Object.keys(config), [...Object.keys(settings), "secretFiles"]);
});

Deno.test("readConfig() returns a frozen object", () => {
  assert(Object.isFrozen(read()));
});

Deno.test("readConfig() reads each setting from its own variable", () => {
  const names = Object.values(settings).map(({ env }) => env);
  assertEquals(names.length, new Set(names).size);
  assertEquals(read({ INPUT_TOPIC: "in", OUTPUT_TOPIC: "out" }).inputTopic, "in");
});

Deno.test("readConfig() treats an empty variable as unset, as Compose passes it", () => {
  const empty = { KAFKA_BROKERS: "", KAFKA_SASL_USERNAME: "", KAFKA_SASL_PASSWORD_FILE: "" };
  assertEquals(read(empty), read());
});

Deno.test("readConfig() reports all invalid settings at once, with their valid forms", () => {
  const error = assertThrows(
    () => read({ KAFKA_BROKERS: "nowhere", HTTP_PORT: "70000", LOG_LEVEL: "loud" }),
    FatalError,
  );
  assertEquals(
    error.message,
    "Invalid settings: KAFKA_BROKERS must be comma-separated host:port addresses " +
      "(for example localhost:29092); LOG_LEVEL must be one of debug, info, warn, error " +
      "(for example info); HTTP_PORT is more than 65535 (for example 8080)",
  );
  assertStringIncludes(error.action, "environment variables");
});

Deno.test("a SASL mechanism may be in upper or lower case", () => {
  const login = { KAFKA_SASL_USERNAME: "me", KAFKA_SASL_PASSWORD: "s3cret" };
  for (const name of ["SCRAM-SHA-512", "scram-sha-512", "Scram-Sha-512"]) {
    assertEquals(read({ ...login, KAFKA_SASL_MECHANISM: name }).saslMechanism, "scram-sha-512");
  }
});

Deno.test("no error message contains the invalid value", () => {
  const value = "s3cret value,with:everything";
  for (const { env } of Object.values(settings)) {
    assert(!complaintAbout({ [env]: value }).includes("s3cret"), env);
  }
});

Deno.test("the example of each setting is valid", () => {
  for (const { env, example, isSecret } of Object.values(settings)) {
    if (!isSecret && example !== "") assertEquals(complaintOf(env, { [env]: example }), "", env);
  }
});

Deno.test("spaces around a value are ignored, except in a secret", () => {
  const config = read({ KAFKA_BROKERS: " a:1 ", HTTP_PORT: "80\n", HTTP_TOKEN: " token " });
  assertEquals([config.brokers, config.httpPort, config.httpToken], [["a:1"], 80, " token "]);
});

Deno.test("words and switches may be in upper case", () => {
  const config = read({ LOG_LEVEL: "INFO", COUNTS: "False", OTEL_DENO: "TRUE" });
  assertEquals([config.logLevel, config.counts, config.tracing], ["info", false, true]);
});

Deno.test("a stray % in the registry's URL is rejected at once", () => {
  const error = assertThrows(
    () => read({ SCHEMA_REGISTRY_URL: "https://user:pa%ss@registry:8081" }),
    FatalError,
  );
  assertStringIncludes(error.message, "SCHEMA_REGISTRY_URL has a stray % in its user or password");
  assert(!error.message.includes("pa%ss"));
});

/** The error about a setting's own value; empty if the error is about other settings. */
function complaintOf(env: string, values: Readonly<Record<string, string>>): string {
  const said = complaintAbout(values);
  return said.includes(`${env} `) && said.includes("(for example") ? said : "";
}

function complaintAbout(env: Readonly<Record<string, string>>): string {
  try {
    read(env);
    return "";
  } catch (error) {
    return `${error}`;
  }
}

Deno.test("a secret is read from the file in its _FILE variable, without a trailing newline", () => {
  const config = read({ HTTP_TOKEN_FILE: "/run/secrets/token" }, {
    "/run/secrets/token": " pass word\n",
  });
  assertEquals(config.httpToken, " pass word");
  assertEquals(config.secretFiles, { httpToken: "/run/secrets/token" });
});

Deno.test("a secret in a variable takes precedence over one in a file", () => {
  const env = { HTTP_TOKEN: "direct", HTTP_TOKEN_FILE: "/secret" };
  const config = read(env, { "/secret": "from the file" });
  assertEquals(config.httpToken, "direct");
  assertEquals(config.secretFiles, {});
});

Deno.test("an unreadable secret file is named by its variable, never by its path", () => {
  const error = assertThrows(() => read({ SCHEMA_REGISTRY_PASSWORD_FILE: "/gone" }), FatalError);
  assertStringIncludes(error.message, "the file in SCHEMA_REGISTRY_PASSWORD_FILE");
  assert(!error.message.includes("/gone"));
});

Deno.test("only secrets are read from files", () => {
  assertEquals(read({ APP_ID_FILE: "/id" }, { "/id": "other" }).appId, "login-pipeline");
});

Deno.test("namesServers() is true for either address, but not for an empty variable", () => {
  const env = (values: Readonly<Record<string, string>>) => ({
    env: (name: string) => values[name],
  });
  assertEquals(namesServers(env({ KAFKA_BROKERS: "localhost:29092" })), true);
  assertEquals(namesServers(env({ SCHEMA_REGISTRY_URL: "http://localhost:8081" })), true);
  assertEquals(namesServers(env({ KAFKA_BROKERS: "", APP_ID: "app" })), false);
});

Deno.test("two settings for the same topic are rejected, and both are named", () => {
  const same: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ["INPUT_TOPIC", "DLQ_TOPIC", { INPUT_TOPIC: "a", DLQ_TOPIC: "a" }],
    ["INPUT_TOPIC", "OUTPUT_TOPIC", { INPUT_TOPIC: "processed-data-topic" }],
    ["OUTPUT_TOPIC", "DLQ_TOPIC", { OUTPUT_TOPIC: "user-login-dlq" }],
    ["INPUT_TOPIC", "APP_ID", { INPUT_TOPIC: "login-pipeline-locale-deltas" }],
    ["OUTPUT_TOPIC", "APP_ID", { OUTPUT_TOPIC: "a-locale-counts", APP_ID: "a" }],
    ["DLQ_TOPIC", "APP_ID", { DLQ_TOPIC: "login-pipeline-dlq-replays" }],
  ];
  for (const [one, other, env] of same) {
    const { message } = assertThrows(() => read(env), FatalError);
    const said = /(?:; |: )(.*) and (.*) are the same topic/.exec(message);
    assertStringIncludes(said![1]!, one);
    assertStringIncludes(said![2]!, other);
  }
});

Deno.test("topic names that only look alike are accepted", () => {
  assertEquals(read({ INPUT_TOPIC: "user-login-DLQ" }).inputTopic, "user-login-DLQ");
});
