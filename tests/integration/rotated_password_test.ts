import { assert, assertEquals } from "@std/assert";
import { stackTest } from "../support/integration.ts";
import { ProcessorProcess } from "../support/processor_process.ts";
import { denoRun } from "../support/program.ts";
import type { SecuredKafka } from "../support/secured/secured_kafka.ts";
import { until } from "../support/until.ts";

const title = "a processor continues when its password is changed in Kafka and then in its file";
const output = "rotated-output";
const passwords = { former: "alice-former", later: "alice-later" };

/** This test's own names in the shared registry. */
const names = {
  APP_ID: "rotated",
  INPUT_TOPIC: "rotated-login",
  OUTPUT_TOPIC: output,
  DLQ_TOPIC: "rotated-dlq",
  HTTP_PORT: "0",
  WORKERS: "1",
};

stackTest(title, async (stack) => {
  const { SecuredKafka } = await import("../support/secured/secured_kafka.ts");
  await using kafka = await SecuredKafka.start({
    classpath: stack.classpath,
    users: { alice: passwords.former },
    properties: {
      "super.users": "User:ANONYMOUS;User:alice",
      // A session expires soon, and open connections log in again with the current content of the
      // file.
      "connections.max.reauth.ms": "4000",
    },
  });
  const passwordFile = `${kafka.directory}/password`;
  await Deno.writeTextFile(passwordFile, passwords.former);
  const login = await kafka.environment({ listener: "SASL_SSL", user: "alice" });
  const { KAFKA_SASL_PASSWORD: _inTheFile, ...rest } = login;
  const env = {
    ...names,
    ...rest,
    SCHEMA_REGISTRY_URL: stack.registryUrl,
    KAFKA_SASL_PASSWORD_FILE: passwordFile,
  };
  const run = async (
    task: "create-topics" | "register-schemas" | "generate",
    ...words: string[]
  ) => {
    const { code, stderr } = await denoRun(task, words, env, kafka.directory);
    assertEquals(code, 0, stderr);
  };
  await run("create-topics", "--partitions", "2", "--replication", "1");
  await run("register-schemas");
  await using processor = new ProcessorProcess(env, undefined, kafka.directory);
  await run("generate", "--count", "200");
  await outputGrows(kafka, 0);
  await kafka.setPassword("alice", passwords.later);
  await Deno.writeTextFile(passwordFile, passwords.later);
  const before = await endOfOutput(kafka);
  await run("generate", "--count", "200");
  await outputGrows(kafka, before);
  await new Promise((resolve) => setTimeout(resolve, 10_000)); // two more sessions expire
  const again = await endOfOutput(kafka);
  await run("generate", "--count", "200");
  await outputGrows(kafka, again);
  assert(!processor.hasEnded);
  assertEquals(await processor.stop(), 0, processor.logTail());
});

async function endOfOutput({ admin }: SecuredKafka): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(output);
  return offsets.reduce((sum, { high }) => sum + Number(high), 0);
}

async function outputGrows(kafka: SecuredKafka, from: number): Promise<void> {
  await until(`the output grows from ${from}`, async () => await endOfOutput(kafka) > from, 60_000);
}
