import { UsageError } from "../src/errors.ts";
import { projectPath } from "../src/stack/project_path.ts";
import { ephemeralStack, startStack } from "../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../src/terminal/command.ts";
import { flag, integer, text } from "../src/terminal/option.ts";
import { shutdownSignal } from "../src/terminal/shutdown.ts";
import { benchmark } from "./benchmark.ts";
import { buildPeer } from "./build_peer.ts";
import type { Contestant } from "./contestant.ts";
import { figuresOf } from "./figures.ts";
import { Ground } from "./ground.ts";
import { ourContestants } from "./our_contestants.ts";
import { peerContestant } from "./peer_contestants.ts";
import { peerPlans } from "./peer_plans.ts";
import type { PerformanceFigures } from "./performance_figures.ts";
import { fullPlan, nothingBesides, type Plan, quickPlan } from "./plan.ts";
import { printFigures } from "./print_figures.ts";
import { unpackRelease } from "./released.ts";
import { progressReport, type Report } from "./report_line.ts";
import { Results } from "./results.ts";

const options = {
  quick: flag("a small run of about two minutes, whose figures are not worth quoting"),
  count: integer("N", "number of logins; default: 2000000, or 200000 with --quick", null, {
    min: 1000,
  }),
  rounds: integer("N", "number of rounds; default: 3, or 1 with --quick", null, {
    min: 1,
    max: 99,
  }),
  partitions: integer("N", "partitions of every topic", 4, { min: 1, max: 10_000 }),
  only: text("NAMES", "only these contestants, separated by commas", null),
  throughputOnly: flag("skip latency, restore and idle time"),
  json: text("FILE", "also write the figures to this file", null),
  record: flag("write the figures to bench/last_run.json, for the documents"),
} as const;

const command: Command<typeof options> = {
  name: "bench",
  summary: "Measures this pipeline and others that do the same job, one after the other on their " +
    "own Kafka, and compares them.",
  options,
};

const lastRun = projectPath("bench/last_run.json");

async function run(values: Values<typeof options>): Promise<number> {
  const signal = shutdownSignal();
  const report = progressReport((line) => console.error(line), () => performance.now());
  const { contestants, skipped } = await chosenContestants(values.only, report);
  for (const [title, reason] of Object.entries(skipped)) report(`left out, ${title}: ${reason}`);
  const plan = planOf(values);
  const stack = await startStack({ ...ephemeralStack, signal, report });
  try {
    await using ground = await Ground.open(stack, values.partitions, report);
    const results = new Results();
    const setup = { contestants, skipped, plan, words: Deno.args };
    let isWhole = false;
    try {
      const place = { ground, brokerPids: stack.kafkaPids, report, signal };
      await benchmark(place, contestants, plan, results);
      isWhole = true;
    } finally {
      await deliver(await figuresOf(results, setup), values, isWhole);
    }
    return 0;
  } finally {
    report("stopping Kafka and the schema registry");
    await stack.stop();
  }
}

/** Prints and records the results; a failed run does not update the documents. */
async function deliver(
  figures: PerformanceFigures,
  { json, record }: Values<typeof options>,
  isWhole: boolean,
): Promise<void> {
  printFigures(figures);
  const text = `${JSON.stringify(figures, null, 2)}\n`;
  if (json !== null) await Deno.writeTextFile(json, text);
  if (record && isWhole) await Deno.writeTextFile(lastRun, text);
  if (!isWhole) console.error("the run failed; these are the figures until then");
}

function planOf({ quick, count, rounds, throughputOnly }: Values<typeof options>): Plan {
  const plan = quick ? quickPlan : fullPlan;
  const measured = throughputOnly ? { ...plan, ...nothingBesides } : plan;
  return { ...measured, logins: count ?? plan.logins, rounds: rounds ?? plan.rounds };
}

async function chosenContestants(only: string | null, report: Report) {
  const names = only?.split(",") ?? null;
  const known = [...ourContestants, ...peerPlans].map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--only does not know "${unknown}"; it knows ${known.join(", ")}`);
  }
  const isChosen = ({ name }: { name: string }) => names === null || names.includes(name);
  const contestants: Contestant[] = ourContestants.filter(isChosen);
  if (contestants.some(({ name }) => name === "released")) await unpackRelease();
  const skipped: Record<string, string> = {};
  for (const plan of peerPlans.filter(isChosen)) {
    const build = await buildPeer(plan, report);
    if ("path" in build) contestants.push(peerContestant(plan, build.path));
    else skipped[plan.title] = build.missing;
  }
  return { contestants, skipped };
}

if (import.meta.main) await runCommand(command, run);
