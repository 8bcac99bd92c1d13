import { ClusterClient } from "../kafka/cluster.ts";
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
  fromBeginning: flag("let a recount also count earlier logins under these settings"),
  yes: flag("carry out the plan"),
} as const;

const command: Command<typeof options> = {
  name: "settings",
  summary: "Shows the settings that decide results, as recorded with the pipeline's commits, and " +
    "what the settings\nof this environment would change. Makes the change with --yes, with all " +
    "processors stopped.",
  options,
};

/** Shows the settings and the plan, carries it out with --yes, and returns the exit code. */
async function run({ fromBeginning, yes }: Values<typeof options>): Promise<number> {
  const listeners = { kafkajsLog: quietLog, report: say, signal: new AbortController().signal };
  const settings = await preparePipeline(readConfig(), listeners);
  const cluster = await ClusterClient.connect(settings.kafka);
  try {
    await work({ settings, cluster, report: say }, fromBeginning, yes);
    return 0;
  } finally {
    await cluster.disconnect();
  }
}

async function work(
  change: ChangePlace,
  isBackdated: boolean,
  isConfirmed: boolean,
): Promise<void> {
  const { cluster, settings: { config, topics: { input, deltas } } } = change;
  const topics = { input: input.topic, deltas: deltas.topic };
  const written = await writtenRules(cluster.positions, config.appId, topics);
  if (written.enrich.flat().length === 0) {
    tell("No settings are recorded yet: the first commit will record them.");
    return;
  }
  tell(`${writtenText(written, topics)}\n`);
  const plan = await planChange(change, isBackdated);
  if (plan.changes.length === 0) {
    tell("The settings of this environment are the same; nothing to do.");
    return;
  }
  tell(changeText(plan));
  if (!isConfirmed) {
    tell("\nNothing was written; stop all processors and add --yes to write.");
    return;
  }
  await changeRules(change, isBackdated);
  tell("\nDone: start the processors with these settings.");
}

if (import.meta.main) await runCommand(command, run);
