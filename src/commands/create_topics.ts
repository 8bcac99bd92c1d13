import type { Kafka } from "kafkajs";
import { readConfig } from "../config.ts";
import { FatalError, messageOf } from "../errors.ts";
import { fatalIn } from "../kafka/error_type.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { kafkaConfig } from "../kafka/connection.ts";
import {
  createTopics,
  describeTopics,
  type TopicDescription,
  type TopicPlan,
  withAdmin,
} from "../kafka/topics.ts";
import { kafkaSettings } from "../processor/kafka_settings.ts";
import { reachingKafka } from "../processor/start_checks.ts";
import { ledgerPlan, topicNames, topicPlans } from "../processor/topic_plans.ts";
import { waitFor } from "../processor/waiting.ts";
import { type Command, runCommand, type Values } from "./command.ts";
import { integer } from "./option.ts";
import { quietLog } from "./quiet_log.ts";

const options = {
  partitions: integer("N", "partitions of a topic that is created", 4, { min: 1, max: 10_000 }),
  replication: integer("N", "copies of each partition", 1, { min: 1, max: 100 }),
  wait: integer("SECONDS", "how long to wait for a broker that is still starting", 30),
} as const;

const command: Command<typeof options> = {
  name: "create-topics",
  summary:
    "Creates the topics of the pipeline and of its commands where they are missing; changes none.",
  options,
};

/** Creates what is missing, says what was there and what differs, and gives the exit code. */
async function run(values: Values<typeof options>): Promise<number> {
  const config = readConfig();
  const { Kafka } = await loadKafkajs();
  const kafka = new Kafka(kafkaConfig(kafkaSettings(config, quietLog)));
  const plans = [...topicPlans(topicNames(config), values.partitions), ledgerPlan(config)];
  const names = plans.map(({ topic }) => topic);
  const patience = {
    ...reachingKafka(config),
    timeoutSeconds: values.wait,
    report: (line: string) => console.error(line),
  };
  const before = await waitFor(
    patience,
    () => withAdmin(kafka, (admin) => describeTopics(admin, names)),
  );
  const missing = plans.filter(({ topic }) => !before.has(topic));
  if (missing.length > 0) await create(kafka, missing, values.replication);
  const width = Math.max(...names.map((name) => name.length));
  for (const plan of plans) {
    console.log(`${plan.topic.padEnd(width)}  ${verdict(plan, before.get(plan.topic), values)}`);
  }
  return 0;
}

async function create(
  kafka: Kafka,
  missing: readonly TopicPlan[],
  replication: number,
): Promise<void> {
  try {
    await withAdmin(kafka, (admin) => createTopics(admin, missing, replication));
  } catch (error) {
    throw fatalIn(error) ?? new FatalError(
      `Cannot create ${missing.map(({ topic }) => topic).join(", ")}: ${messageOf(error)}`,
      "a --replication above the number of brokers is the usual cause",
      { cause: error },
    );
  }
}

function verdict(
  plan: TopicPlan,
  found: TopicDescription | undefined,
  values: Values<typeof options>,
): string {
  const policy = plan.isCompacted ? "compact" : "delete";
  const wanted = `${plan.partitionCount} partitions, ${values.replication} copies, ${policy}`;
  if (found === undefined) return `created: ${wanted}`;
  const is = `${found.partitionCount} partitions, ${found.replicationFactor} copies, ` +
    found.cleanupPolicy;
  return is === wanted ? `was there: ${is}` : `was there and differs: ${is} (asked for ${wanted})`;
}

if (import.meta.main) await runCommand(command, run);
