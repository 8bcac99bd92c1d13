import { checkDeskTopics, type DeskTopics } from "../../dead_letters/desk_topics.ts";
import { parseEdit } from "../../dead_letters/edit.ts";
import { planReplay, replay } from "../../dead_letters/replay.ts";
import type { ReplayJob } from "../../dead_letters/replay_job.ts";
import type { PlanRow, ReplayPlan } from "../../dead_letters/replay_plan.ts";
import { kafkaConfig } from "../../kafka/connection.ts";
import { loadKafkajs } from "../../kafka/kafkajs.ts";
import { describeTopics, withAdmin } from "../../kafka/topics.ts";
import { topicNames } from "../../names.ts";
import type { Config } from "../../settings/config.ts";
import { stagesOf } from "../../setup/processor_settings.ts";
import { type Command, runCommand, type Values } from "../../terminal/command.ts";
import { flag, several } from "../../terminal/option.ts";
import { Progress } from "../../terminal/progress.ts";
import { shutdownSignal } from "../../terminal/shutdown.ts";
import { print, tell } from "../../terminal/standard_output.ts";
import { tableOf } from "../../terminal/table.ts";
import { atDesk, type Desk, judgingConfig, report, type Subcommand } from "./desk.ts";
import { filters, selectionOf } from "./filters.ts";

const options = {
  ...filters,
  set: several(
    "FIELD=VALUE",
    "change a field before sending; VALUE is a text, or JSON: a quoted string, null or a number",
    (given) => [parseEdit(given)],
  ),
  yes: flag("carry out the plan; without it, the plan is only shown"),
} as const;

const command: Command<typeof options> = {
  name: "dlq replay",
  summary:
    "Sends dead letters to the input topic again, each exactly once, however often you run it and\n" +
    "whatever is killed meanwhile. First shows what would become of them.",
  options,
};

/** `deno task dlq replay` */
export const replayLetters: Subcommand = {
  summary: "Sends dead letters to the input topic again, each exactly once. Shows its plan first.",
  run: (words) => runCommand(command, (values) => atDesk((desk) => run(desk, values)), words),
};

async function run(desk: Desk, values: Values<typeof options>): Promise<number> {
  const job = await jobOf(desk, values);
  const plan = await planReplay(job, enrichStage(await judgingConfig(desk), job.topics));
  await print(planText(plan));
  if (plan.replayCount === 0) return 0;
  if (!values.yes) {
    report("Nothing was replayed; add --yes to carry out the plan");
    return 0;
  }
  const replayed = new Progress("replayed", "dead letters", report);
  const progress = replayed.add.bind(replayed);
  const signal = shutdownSignal();
  const count = await replay({ ...job, progress }, signal);
  tell(`replayed ${count} of ${plan.replayCount} dead letters to ${job.topics.input.topic}`);
  if (!signal.aborted || count === plan.replayCount) return 0;
  report("It was stopped early; run it again to replay the remaining letters");
  return 1;
}

async function jobOf(desk: Desk, values: Values<typeof options>): Promise<ReplayJob> {
  const { config, cluster, logs, ledgerTopic, schemas } = desk;
  const { Kafka } = await loadKafkajs();
  const kafka = new Kafka(kafkaConfig(desk.kafka));
  const names = { ...topicNames(config), ledger: ledgerTopic };
  const described = await withAdmin(kafka, (admin) => describeTopics(admin, Object.values(names)));
  const judged = new Progress("judged", "dead letters", report);
  const { appId, transactionTimeoutMs } = config;
  return {
    ...{ kafka: desk.kafka, cluster, appId, transactionTimeoutMs, logs, schemas, report },
    topics: checkDeskTopics(names, described),
    selection: selectionOf(values),
    edits: values.set,
    now: Date.now,
    progress: judged.add.bind(judged),
  };
}

/** The stage that would read the replayed records. Its outputs are only counted, so ids are 0. */
function enrichStage(config: Config, topics: DeskTopics) {
  const schemaIds = { EnrichedLogin: 0, LocaleCount: 0, LocaleDelta: 0 };
  return stagesOf({ config, topics, schemaIds }).enrich;
}

function planText(plan: ReplayPlan): string {
  const rows = plan.rows();
  if (rows.length === 0) return "no dead letters are selected\n";
  const heading = ["cause", "field", "selected", "to replay", "would become", "left where it is"];
  return tableOf(heading, rows.map(rowText)) + "\n";
}

function rowText(row: PlanRow): readonly (string | number)[] {
  const { cause, field, selectedCount, replayCount, fates, obstacles } = row;
  return [cause, field ?? "", selectedCount, replayCount, countsText(fates), countsText(obstacles)];
}

function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(", ");
}
