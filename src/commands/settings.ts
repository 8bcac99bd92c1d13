import { ClusterClient } from "../kafka/cluster.ts";
import { kafkaConfig } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { quietLog } from "../kafka/quiet_log.ts";
import { type ChangePlace, changeRules, planChange } from "../recount/rule_change.ts";
import { readConfig } from "../settings/config.ts";
import { preparePipeline } from "../setup/prepare.ts";
import { writtenRules } from "../setup/written_rules.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { flag } from "../terminal/option.ts";
import { say } from "../terminal/standard_error.ts";
import { tell } from "../terminal/standard_output.ts";
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
  const listeners = { kafkajsLog: quietLog, report: say, signal: new AbortController().signal };
  const settings = await preparePipeline(readConfig(), listeners);
  const { Kafka } = await loadKafkajs();
  const kafka = new Kafka(kafkaConfig(settings.kafka));
  const cluster = await ClusterClient.connect(settings.kafka);
  try {
    await work({ settings, kafka, cluster, report: say }, fromBeginning, yes);
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
    tell("Nothing is written down yet: the first commit does it.");
    return;
  }
  tell(`${writtenText(written, topics)}\n`);
  const plan = await planChange(place, isBackdated);
  if (plan.changes.length === 0) {
    tell("The settings of this environment are the same; nothing to do.");
    return;
  }
  tell(changeText(plan));
  if (!isMeant) {
    tell("\nNothing was written; --yes does it, with all processors stopped.");
    return;
  }
  await changeRules(place, isBackdated);
  tell("\nDone: processors with these settings go on from here.");
}

if (import.meta.main) await runCommand(command, run);
