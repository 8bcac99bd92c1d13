import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { counted } from "../support/counted_connections.ts";
import { stackAddress, stackTest } from "../support/integration.ts";
import { ProcessorProcess } from "../support/processor_process.ts";
import { denoRun } from "../support/program.ts";
import type { SecuredKafka } from "../support/secured/secured_kafka.ts";

const title = "a processor that Kafka rejects ends at once with the reason and the setting";
const stack = stackAddress();
const users = { alice: "alice-secret" };

/** Much shorter than the wait for an unreachable Kafka. */
const atOnceMs = 25_000;

type Environment = Readonly<Record<string, string>>;

interface Case {
  readonly title: string;
  readonly env: (kafka: SecuredKafka) => Promise<Environment> | Environment;
  /** The reason in the error, and the setting in its remedy. */
  readonly says: readonly [reason: string, setting: string];
}

const alice = { listener: "SASL_SSL", user: "alice" } as const;

const cases: readonly Case[] = [
  ...(["plain", "scram-sha-256", "scram-sha-512"] as const).map((mechanism): Case => ({
    title: `a wrong password with ${mechanism}`,
    env: (kafka) => kafka.environment({ ...alice, mechanism, password: "wrong" }),
    says: ["rejects the login", "KAFKA_SASL_PASSWORD_FILE"],
  })),
  {
    title: "an unknown user",
    env: (kafka) => kafka.environment({ ...alice, user: "mallory", password: "any" }),
    says: ["rejects the login", "KAFKA_SASL_USERNAME"],
  },
  {
    title: "a mechanism that the listener does not support",
    env: (kafka) => kafka.environment({ ...alice, listener: "SASL_PLAINTEXT", mechanism: "plain" }),
    says: [
      "does not support SASL mechanism PLAIN; it supports SCRAM-SHA-512",
      "KAFKA_SASL_MECHANISM",
    ],
  },
  {
    title: "a login on a listener without logins",
    env: async (kafka) => ({
      ...await kafka.environment({ ...alice, listener: "SASL_PLAINTEXT" }),
      KAFKA_BROKERS: kafka.bootstrap,
    }),
    says: ["does not accept logins", "KAFKA_SASL_"],
  },
  {
    title: "no login on a listener that requires one",
    env: (kafka) => ({ KAFKA_BROKERS: kafka.address("SASL_PLAINTEXT") }),
    says: ["requires a login", "KAFKA_SASL_MECHANISM"],
  },
  {
    title: "TLS without a login on a listener that requires one",
    env: (kafka) => ({
      KAFKA_BROKERS: kafka.address("SASL_SSL"),
      KAFKA_TLS: "true",
      KAFKA_TLS_CA_FILE: kafka.authority.caFile,
    }),
    says: ["requires a login", "KAFKA_SASL_MECHANISM"],
  },
  {
    title: "TLS on a listener without TLS",
    env: async (kafka) => ({
      ...await kafka.environment(alice),
      KAFKA_BROKERS: kafka.address("SASL_PLAINTEXT"),
    }),
    says: ["does not use TLS", "KAFKA_TLS=false"],
  },
  {
    title: "no TLS on a listener that requires it",
    env: async (kafka) => ({
      ...await kafka.environment({ ...alice, listener: "SASL_PLAINTEXT" }),
      KAFKA_BROKERS: kafka.address("SASL_SSL"),
    }),
    says: ["requires TLS", "KAFKA_TLS=true"],
  },
  {
    title: "a CA that is not trusted",
    env: async (kafka) => ({
      ...await kafka.environment(alice),
      KAFKA_TLS_CA_FILE: kafka.stranger.caFile,
    }),
    says: ["signed by a CA that is not trusted here", "KAFKA_TLS_CA_FILE"],
  },
  {
    title: "a broker's certificate that has expired",
    env: (kafka) => kafka.environment({ ...alice, listener: "EXPIRED" }),
    says: ["expired", "ssl.keystore.location"],
  },
  {
    title: "a broker's certificate for another host",
    env: (kafka) => kafka.environment({ ...alice, listener: "ELSEWHERE" }),
    says: ["is not valid for 127.0.0.1", "KAFKA_BROKERS"],
  },
  {
    title: "no client certificate on a listener that requires one",
    env: (kafka) => ({
      KAFKA_BROKERS: kafka.address("MTLS"),
      KAFKA_TLS: "true",
      KAFKA_TLS_CA_FILE: kafka.authority.caFile,
    }),
    says: ["requires a client certificate", "KAFKA_TLS_CERT_FILE"],
  },
  {
    title: "a client certificate of a CA that the broker does not trust",
    env: async (kafka) => {
      const { certFile, keyFile } = await kafka.stranger.sign("alice");
      return {
        ...await kafka.environment({ ...alice, listener: "MTLS" }),
        KAFKA_TLS_CERT_FILE: certFile,
        KAFKA_TLS_KEY_FILE: keyFile,
      };
    },
    says: ["rejects the client certificate", "KAFKA_TLS_CERT_FILE"],
  },
];

stackTest(title, async (stack, t) => {
  const { SecuredKafka } = await import("../support/secured/secured_kafka.ts");
  await using kafka = await SecuredKafka.start({
    classpath: stack.classpath,
    users,
    properties: {
      "listener.name.sasl_plaintext.sasl.enabled.mechanisms": "SCRAM-SHA-512",
      "super.users": "User:ANONYMOUS;User:alice",
    },
  });
  await t.step("a processor starts with every SASL mechanism", () => startsByAll(kafka));
  for (const one of cases) await t.step(one.title, () => isRefused(kafka, one));
  await t.step("a wrong password is sent only once", () => isSentOnce(kafka));
});

/** This test's own names in the shared registry. */
const names = {
  APP_ID: "credentials",
  INPUT_TOPIC: "credentials-login",
  OUTPUT_TOPIC: "credentials-output",
  DLQ_TOPIC: "credentials-dlq",
  HTTP_PORT: "0",
  WORKERS: "2",
  START_TIMEOUT_SECONDS: "30",
};

const logins = [
  { listener: "SASL_SSL", mechanism: "plain" },
  { listener: "SASL_SSL", mechanism: "scram-sha-256" },
  { listener: "TLS13", mechanism: "scram-sha-512" },
  { listener: "MTLS" },
] as const;

async function startsByAll(kafka: SecuredKafka): Promise<void> {
  const shared = { ...names, SCHEMA_REGISTRY_URL: stack!.registryUrl };
  const envs = await Promise.all(logins.map(async (login) => {
    const env = await kafka.environment({ user: "alice", ...login });
    const mechanism = env["KAFKA_SASL_MECHANISM"]?.toUpperCase() ?? ""; // as Kafka writes it
    return { ...shared, ...env, KAFKA_SASL_MECHANISM: mechanism };
  }));
  const prepared = await Promise.all([
    denoRun(
      "create-topics",
      ["--partitions", "1", "--replication", "1"],
      envs[0]!,
      kafka.directory,
    ),
    denoRun("register-schemas", [], envs[0]!, kafka.directory),
  ]);
  for (const { code, stderr } of prepared) assertEquals(code, 0, stderr);
  for (const env of envs) {
    await using processor = new ProcessorProcess(env, undefined, kafka.directory);
    await processor.logged("started", ({ event }) => event === "started")
      .catch((error) => Promise.reject(new Error(processor.logTail(), { cause: error })));
    assertEquals(await processor.stop(), 0, processor.logTail());
  }
}

async function isRefused(kafka: SecuredKafka, { env, says }: Case): Promise<void> {
  const { stderr } = await refused(kafka, await env(kafka));
  for (const words of says) assertStringIncludes(stderr, words);
}

async function isSentOnce(kafka: SecuredKafka): Promise<void> {
  using proxy = counted(kafka.address("SASL_SSL"));
  const env = await kafka.environment({ ...alice, password: "wrong" });
  await refused(kafka, { ...env, KAFKA_BROKERS: proxy.address });
  assertEquals(proxy.connections, 1);
}

async function refused(kafka: SecuredKafka, env: Environment) {
  const startMs = performance.now();
  const settings = { ...env, SCHEMA_REGISTRY_URL: stack!.registryUrl };
  const ending = await denoRun("consume", ["--topic", "letters"], settings, kafka.directory);
  assertEquals(ending.code, 1, ending.stderr);
  assert(performance.now() - startMs < atOnceMs, `it took long:\n${ending.stderr}`);
  return ending;
}
