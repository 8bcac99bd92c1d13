import { assertEquals, assertMatch } from "@std/assert";
import { stackAddress } from "../support/integration.ts";
import { denoRun } from "../support/program.ts";
import type { Login, SecuredKafka } from "../support/secured/secured_kafka.ts";

const title = "a secured Kafka knows who comes, and lets them do what an ACL allows";
const stack = stackAddress();
const users = { alice: "alice-secret", bob: "bob-secret" };

const logins: readonly Login[] = [
  { listener: "SASL_SSL", user: "alice", mechanism: "plain" },
  { listener: "SASL_SSL", user: "alice", mechanism: "scram-sha-256" },
  { listener: "SASL_SSL", user: "alice" },
  { listener: "SASL_PLAINTEXT", user: "alice" },
  { listener: "TLS13", user: "alice" },
  { listener: "MTLS", user: "alice" },
];

Deno.test({
  name: stack === null ? `${title} (needs a stack: deno task test)` : title,
  ignore: stack === null,
  // Connections and timers of kafkajs end a moment after it says so.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async (t) => {
    const { SecuredKafka } = await import("../support/secured/secured_kafka.ts");
    await using kafka = await SecuredKafka.start({ classpath: stack!.classpath, users });
    await kafka.admin.createTopics({ topics: [{ topic: "letters" }] });
    await kafka.grant("alice", [
      { resource: "Topic", name: "letters", pattern: "literal", operation: "Read" },
    ]);
    for (const login of logins) {
      const { listener, mechanism = "" } = login;
      await t.step(`${listener} ${mechanism}`, () => reads(kafka, login));
    }
    await t.step("bob may not", () => isRefused(kafka));
  },
});

async function consume(kafka: SecuredKafka, login: Login) {
  const env = { ...await kafka.environment(login), SCHEMA_REGISTRY_URL: stack!.registryUrl };
  return await denoRun("consume", ["--topic", "letters", "--from-beginning"], env, kafka.directory);
}

async function reads(kafka: SecuredKafka, login: Login): Promise<void> {
  const { code, stderr } = await consume(kafka, login);
  assertEquals(code, 0, stderr);
}

async function isRefused(kafka: SecuredKafka): Promise<void> {
  const { code, stderr } = await consume(kafka, { listener: "SASL_SSL", user: "bob" });
  assertEquals(code, 1, stderr);
  assertMatch(stderr, /Kafka refused: no DESCRIBE on Topic letters\nWhat to do: grant it/);
}
