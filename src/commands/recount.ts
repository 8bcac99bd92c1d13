import { UsageError } from "../errors.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { quietLog } from "../kafka/quiet_log.ts";
import type { RecountPlan } from "../recount/plan.ts";
import { planRecount, recount } from "../recount/recount.ts";
import { canCountFrom } from "../recount/source.ts";
import { type Workplace, workplaceOf } from "../recount/workplace.ts";
import { type Config, readConfig } from "../settings/config.ts";
import { preparePipeline } from "../setup/prepare.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { choice, flag } from "../terminal/option.ts";
import { Progress } from "../terminal/progress.ts";
import { say } from "../terminal/standard_error.ts";
import { tell } from "../terminal/standard_output.ts";
import { isHealthy, reportOf } from "./recount_report.ts";

const options = {
  from: choice(
    ["input", "output"],
    "what to count: the logins of the input, or the enriched logins of the output",
    "input",
  ),
  yes: flag("carry out the plan"),
} as const;

const command: Command<typeof options> = {
  name: "recount",
  summary: "Rebuilds the counts from the processed logins. Shows its plan, and carries it out " +
    "with --yes. All processors must be stopped.",
  options,
};

/** Plans, carries out the plan with --yes, and returns the exit code. */
async function run({ from, yes }: Values<typeof options>): Promise<number> {
  await atWork(readConfig(), async (workplace) => {
    if (!canCountFrom(from, workplace)) {
      throw new UsageError(
        "--from output cannot count windows, because only the input shows which logins were late: " +
          "use --from input",
      );
    }
    const announce = (plan: RecountPlan) =>
      tell(reportOf(plan, workplace.settings.topics.counts.topic));
    const plan = yes
      ? await recount(workplace, from, announce)
      : await planRecount(workplace, from);
    if (!yes) announce(plan);
    if (isHealthy(plan)) return;
    tell(
      yes ? "Done: the counts are correct." : "Nothing was written; add --yes to write.",
    );
  });
  return 0;
}

/** Connects while the work runs. Ctrl-C just kills it: it may be killed at any point. */
async function atWork(
  config: Config,
  work: (workplace: Workplace) => Promise<void>,
): Promise<void> {
  const { signal } = new AbortController();
  const listeners = { kafkajsLog: quietLog, report, signal };
  const settings = await preparePipeline(config, listeners);
  const read = new Progress("read", "records", report);
  const progress = read.add.bind(read);
  const cluster = await ClusterClient.connect(settings.kafka);
  try {
    await work(await workplaceOf(settings, { cluster, progress, report }));
  } finally {
    await cluster.disconnect();
  }
}

function report(line: string): void {
  say(line);
}

if (import.meta.main) await runCommand(command, run);
