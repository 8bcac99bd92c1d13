import type { Kafka, Message } from "kafkajs";
import { FatalError } from "../errors.ts";
import { LoginStream, type Mixture } from "../generator/login_stream.ts";
import { clocksDifferAt } from "../kafka/clock_difference.ts";
import { kafkaConfig } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { quietLog } from "../kafka/quiet_log.ts";
import { findTopic } from "../kafka/topics.ts";
import { topicNames } from "../names.ts";
import { FrameWriter, type WriterSchema } from "../pipeline/encode.ts";
import { partitionOf } from "../pipeline/partition.ts";
import { avroType, schemaTexts } from "../pipeline/schemas.ts";
import { RegistryClient } from "../registry/client.ts";
import { subjectsOf } from "../registry/subjects.ts";
import { type Config, readConfig } from "../settings/config.ts";
import { kafkaSettings, registrySettings } from "../setup/connections.ts";
import { reachingKafka } from "../setup/start_checks.ts";
import { waitFor } from "../setup/waiting.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { integer, ratio } from "../terminal/option.ts";
import { Pace } from "../terminal/pace.ts";
import { Progress } from "../terminal/progress.ts";
import { say } from "../terminal/standard_error.ts";
import { LoginSender } from "./login_sender.ts";

const options = {
  count: integer("N", "how many logins to send; 0 means without end", 1000),
  rate: integer("N", "logins per second; 0 means as fast as Kafka accepts them", 0),
  avro: ratio("share of logins sent as Avro", 0),
  bad: ratio("share of records that are not valid logins", 0),
  seed: integer("N", "the same seed gives the same logins, except for their times", 1),
} as const;

const maxBatch = 2_000;

const command: Command<typeof options> = {
  name: "generate",
  summary: "Sends logins to the input topic, as JSON or Avro, and invalid ones on request.",
  options,
};

/** Sends logins at the given rate, reports progress and returns the exit code. */
async function run(values: Values<typeof options>): Promise<number> {
  const config = readConfig();
  const { Kafka } = await loadKafkajs();
  const kafka = new Kafka(kafkaConfig(kafkaSettings(config, quietLog)));
  const userLogin = values.avro > 0 ? await registeredUserLogin(config) : null;
  const mixture = { seed: values.seed, avroRatio: values.avro, badRatio: values.bad };
  await generate(kafka, config, mixture, userLogin, values);
  return 0;
}

/** Sends logins from this process; resolves when all are acknowledged. */
export async function generate(
  kafka: Kafka,
  config: Config,
  mixture: Mixture,
  userLogin: WriterSchema | null,
  { count, rate }: { readonly count: number; readonly rate: number },
  report: (line: string) => void = (line) => say(line),
): Promise<void> {
  const partitionCount = await partitionsOf(kafka, config, report);
  const settings = { topic: config.inputTopic, reaching: reachingKafka(config), report };
  await using sender = await LoginSender.connect(kafka, settings);
  const stream = new LoginStream(mixture, userLogin);
  const progress = new Progress("sent", "logins", report);
  const pace = new Pace({ count, rate }, progress);
  try {
    for (let size = await pace.next(maxBatch); size > 0; size = await pace.next(maxBatch)) {
      await sender.send(nextBatch(stream, size, partitionCount));
      progress.add(size);
    }
  } catch (error) {
    throw await clocksDifferAt(kafka, config.inputTopic, error) ?? error;
  }
  progress.finish();
}

function nextBatch(
  stream: LoginStream,
  size: number,
  partitionCount: number,
): ReadonlyMap<number, Message[]> {
  const frames = new FrameWriter();
  const epochSeconds = Math.floor(Date.now() / 1000);
  const batch = new Map<number, Message[]>();
  for (let i = 0; i < size; i++) {
    const { key: userId, value } = stream.next(epochSeconds, frames);
    const key = Buffer.from(userId);
    const partition = partitionOf(key, partitionCount);
    const messages = batch.get(partition) ?? [];
    if (messages.length === 0) batch.set(partition, messages);
    messages.push({ key, value: Buffer.from(value), partition });
  }
  return batch;
}

/** The schema for logins written as Avro. Throws FatalError if it is not registered. */
export async function registeredUserLogin(config: Config): Promise<WriterSchema> {
  const registry = new RegistryClient(registrySettings(config));
  const { userLogin } = subjectsOf(topicNames(config));
  const id = await registry.idOf(userLogin.name, schemaTexts.UserLogin);
  if (id !== null) return { type: avroType("UserLogin"), id };
  throw new FatalError(
    `Cannot write Avro: no schema under ${userLogin.name} at ${registry.address}`,
    "run: deno task register-schemas",
  );
}

async function partitionsOf(
  kafka: Kafka,
  config: Config,
  report: (line: string) => void,
): Promise<number> {
  const admin = kafka.admin();
  const patience = { ...reachingKafka(config), timeoutSeconds: 30, report };
  await waitFor(patience, () => admin.connect());
  try {
    const found = await findTopic(admin, config.inputTopic);
    if (found === null) {
      throw new FatalError(
        `Cannot send: topic ${config.inputTopic} does not exist`,
        "run: deno task create-topics",
      );
    }
    return found.partitions.length;
  } finally {
    await admin.disconnect();
  }
}

if (import.meta.main) await runCommand(command, run);
