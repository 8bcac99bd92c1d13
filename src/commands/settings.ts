import { readConfig } from "../config.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { kafkaConfig } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { preparePipeline } from "../processor/prepare.ts";
import { writtenRules } from "../processor/written_rules.ts";
import { type ChangePlace, changeRules, planChange } from "../recount/rule_change.ts";
import { type Command, runCommand, type Values } from "./command.ts";
import { flag } from "./option.ts";
import { quietLog } from "./quiet_log.ts";
import { changeText, writtenText } from "./settings_report.ts";

const options = {
  fromBeginning: flag("let a recount count earlier logins by these settings, too"),
  yes: flag("write what the plan says"),
} as const;

const command: Command<typeof options> = {
  name: "settings",
  summary: "Shows which settings decide results, as the pipeline's commits have written them " +
    "down, and what those of\nthis environment would change; changes it with --yes, with all " +
    "processors stopped.",
  options,
};

/** Shows, plans, acts when told to, and gives the exit code. */
async function run({ fromBeginning, yes }: Values<typeof options>): Promise<number> {
  const listeners = { kafkajsLog: quietLog, report, signal: new AbortController().signal };
  const settings = await preparePipeline(readConfig(), listeners);
  const { Kafka } = await loadKafkajs();
  const kafka = new Kafka(kafkaConfig(settings.kafka));
  const cluster = await ClusterClient.connect(settings.kafka);
  try {
    await work({ settings, kafka, cluster, report }, fromBeginning, yes);
    return 0;
  } finally {
    await cluster.disconnect();
  }
}

async function work(place: ChangePlace, isBackdated: boolean, isMeant: boolean): Promise<void> {
  const { cluster, settings: { config, topics: { input, deltas } } } = place;
  const topics = { input: input.topic, deltas: deltas.topic };
  const written = await writtenRules(cluster.positions, config.appId, topics);
  if (written.enrich.flat().length === 0) {
    console.log("Nothing is written down yet: the first commit does it.");
    return;
  }
  console.log(`${writtenText(written, topics)}\n`);
  const plan = await planChange(place, isBackdated);
  if (plan.changes.length === 0) {
    console.log("The settings of this environment are the same; nothing to do.");
    return;
  }
  console.log(changeText(plan));
  if (!isMeant) {
    console.log("\nNothing was written; --yes does it, with all processors stopped.");
    return;
  }
  await changeRules(place, isBackdated);
  console.log("\nDone: processors with these settings go on from here.");
}

function report(line: string): void {
  console.error(line);
}

if (import.meta.main) await runCommand(command, run);
