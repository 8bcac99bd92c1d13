import { readConfig } from "../config.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { kafkaConfig } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { preparePipeline } from "../processor/prepare.ts";
import { planRecount, recount } from "../recount/recount.ts";
import { workplaceOf } from "../recount/workplace.ts";
import { type Command, runCommand, type Values } from "./command.ts";
import { choice, flag } from "./option.ts";
import { Pace } from "./pace.ts";
import { quietLog } from "./quiet_log.ts";
import { isHealthy, reportOf } from "./recount_report.ts";

const options = {
  from: choice(
    ["input", "output"],
    "what to count: logins as they came, or as they were enriched",
    "input",
  ),
  yes: flag("write what the plan says"),
} as const;

const command: Command<typeof options> = {
  name: "recount",
  summary: "Rebuilds the counts from the logins that were processed: shows its plan, and acts on " +
    "it with --yes. All processors have to be stopped.",
  options,
};

/** Plans, acts when told to, and gives the exit code. */
async function run({ from, yes }: Values<typeof options>): Promise<number> {
  const config = readConfig();
  // Ctrl-C just ends it: it may be killed anywhere.
  const { signal } = new AbortController();
  const listeners = { kafkajsLog: quietLog, notify: () => {}, report, signal };
  const settings = await preparePipeline(config, listeners);
  const { Kafka } = await loadKafkajs();
  const cluster = await ClusterClient.connect(settings.kafka);
  const pace = new Pace("read", "records", { count: 0, rate: 0 }, report);
  const kafka = new Kafka(kafkaConfig(settings.kafka));
  const progress = (records: number) => pace.add(records);
  const workplace = workplaceOf(settings, { kafka, cluster, progress });
  const countsTopic = settings.topics.counts.topic;
  try {
    if (!yes) {
      const plan = await planRecount(workplace, from);
      console.log(reportOf(plan, countsTopic));
      if (!isHealthy(plan)) console.log("Nothing was written; --yes does it.");
      return 0;
    }
    const plan = await recount(workplace, from, (plan) => console.log(reportOf(plan, countsTopic)));
    if (!isHealthy(plan)) console.log("Done: the counts are as they should be.");
    return 0;
  } finally {
    await cluster.disconnect();
  }
}

function report(line: string): void {
  console.error(line);
}

if (import.meta.main) await runCommand(command, run);
