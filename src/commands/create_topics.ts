import type { Admin } from "kafkajs";
import { messageOf } from "../errors.ts";
import { fatalIn } from "../kafka/access/error_type.ts";
import { kafkaConfig } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { quietLog } from "../kafka/quiet_log.ts";
import {
  createTopics,
  describeTopics,
  requireTwoCopies,
  safeReplication,
  type TopicDescription,
  type TopicPlan,
  tryTopics,
  withAdmin,
} from "../kafka/topics.ts";
import { topicNames } from "../names.ts";
import { type Config, readConfig } from "../settings/config.ts";
import { kafkaSettings } from "../setup/connections.ts";
import { reachingKafka } from "../setup/start_checks.ts";
import { ledgerPlan, topicPlans } from "../setup/topic_plans.ts";
import { type Patience, waitFor } from "../setup/waiting.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { flag, integer } from "../terminal/option.ts";
import { say } from "../terminal/standard_error.ts";
import { tell } from "../terminal/standard_output.ts";
import { refusedTopics } from "./topic_refusals.ts";
import { brokersDefault, type TopicOutcome, topicVerdict } from "./topic_verdict.ts";

const options = {
  partitions: integer("N", "partitions of each new topic", 4, { min: 1, max: 10_000 }),
  replication: integer(
    "N",
    `replicas of each partition; ${brokersDefault} for the brokers' default`,
    brokersDefault,
    { min: brokersDefault, max: 100 },
  ),
  dryRun: flag("show what would be created and what differs, but change nothing"),
  wait: integer("SECONDS", "how long to wait for a broker that is still starting", 30),
} as const;

const command: Command<typeof options> = {
  name: "create-topics",
  summary:
    "Creates the missing topics of the pipeline and its commands. Changes no existing topic.\n" +
    `With ${safeReplication} or more replicas, an acknowledged write is on at least two of them ` +
    "(min.insync.replicas=2).",
  options,
};

type Descriptions = ReadonlyMap<string, TopicDescription>;

/** Creates missing topics, reports existing ones and differences, and returns the exit code. */
async function run(values: Values<typeof options>): Promise<number> {
  const config = readConfig();
  const { Kafka } = await loadKafkajs();
  const kafka = new Kafka(kafkaConfig(kafkaSettings(config, quietLog)));
  const plans = [...topicPlans(topicNames(config), values.partitions), ledgerPlan(config)];
  const names = plans.map(({ topic }) => topic);
  const patience = patienceOf(config, values.wait);
  const existing = await waitFor(
    patience,
    () => withAdmin(kafka, (admin) => describeTopics(admin, names)),
  );
  const missing = plans.filter(({ topic }) => !existing.has(topic));
  const created = await withAdmin(kafka, (admin) => create(admin, missing, values, patience));
  const width = Math.max(...names.map((name) => name.length));
  for (const plan of plans) {
    const found = created.get(plan.topic) ?? existing.get(plan.topic);
    const outcome: TopicOutcome = created.has(plan.topic) ? "created" : "exists";
    const verdict = topicVerdict(plan, values.replication, found, outcome);
    tell(`${plan.topic.padEnd(width)}  ${verdict}`);
  }
  return 0;
}

/** Creates topics and describes them: only then is the brokers' default known. */
async function create(
  admin: Admin,
  missing: readonly TopicPlan[],
  { replication, dryRun }: Values<typeof options>,
  patience: Patience,
): Promise<Descriptions> {
  if (missing.length === 0) return new Map();
  try {
    // Validate all of them first, so that none is created if one is rejected.
    await tryTopics(admin, missing, replication);
    if (!dryRun) await createTopics(admin, missing, replication);
  } catch (error) {
    throw fatalIn(error) ?? refusedTopics(error);
  }
  if (dryRun) return new Map();
  const created = await described(admin, missing, patience);
  const unsafe = missing.filter(({ topic }) => isUnsafe(created.get(topic)!));
  for (const plan of unsafe) await secure(admin, plan);
  return unsafe.length === 0 ? created : await described(admin, missing, patience);
}

/** Describes new topics, once every broker knows them: another broker may have created them. */
async function described(
  admin: Admin,
  plans: readonly TopicPlan[],
  patience: Patience,
): Promise<Descriptions> {
  const names = plans.map(({ topic }) => topic);
  return await waitFor({ ...patience, what: "the new topics to be known" }, async () => {
    const found = await describeTopics(admin, names);
    const unknown = names.filter((name) => !found.has(name));
    if (unknown.length > 0) throw new Error(`the broker does not know ${unknown.join(", ")} yet`);
    return found;
  });
}

function isUnsafe({ replicationFactor, minInSyncReplicas }: TopicDescription): boolean {
  return replicationFactor >= safeReplication && minInSyncReplicas < 2;
}

/** A user may be allowed to create a topic but not to alter it. The output then says what to do. */
async function secure(admin: Admin, plan: TopicPlan): Promise<void> {
  try {
    await requireTwoCopies(admin, plan);
  } catch (error) {
    say(`Cannot set min.insync.replicas=2 for ${plan.topic}: ${messageOf(error)}`);
  }
}

function patienceOf(config: Config, timeoutSeconds: number): Patience {
  const report = (line: string) => say(line);
  return { ...reachingKafka(config), timeoutSeconds, report };
}

if (import.meta.main) await runCommand(command, run);
