import { UsageError } from "../src/errors.ts";
import { projectPath } from "../src/stack/project_path.ts";
import { ephemeralStack, startStack } from "../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../src/terminal/command.ts";
import { flag, integer, text } from "../src/terminal/option.ts";
import { shutdownSignal } from "../src/terminal/shutdown.ts";
import { benchmark } from "./benchmark.ts";
import { buildPeer } from "./build_peer.ts";
import { isChosen, planOf } from "./choice.ts";
import { figuresOf } from "./figures.ts";
import { Ground } from "./ground.ts";
import { ourContestants } from "./our_contestants.ts";
import { peerContestant } from "./peer_contestants.ts";
import { peerPlans } from "./peer_plans.ts";
import type { PerformanceFigures } from "./performance_figures.ts";
import type { Plan } from "./plan.ts";
import { printFigures } from "./print_figures.ts";
import { unpackRelease } from "./released.ts";
import { progressReport, type Report } from "./report_line.ts";
import { Results } from "./results.ts";
import { wholeNumbers } from "./whole_numbers.ts";

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
  brokers: integer("N", "brokers of one cluster; 3 keep each record three times", 1, {
    min: 1,
    max: 9,
  }),
  only: text("NAMES", "only these contestants, separated by commas", null),
  rates: wholeNumbers(
    "logins per second at which latency is measured; default: those of the plan",
    null,
  ),
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
  const only = knownNames(values.only);
  const plan = planOf({ ...values, only }, [...ourContestants, ...peerPlans]);
  const { contestants, skipped } = await chosenContestants(only, plan, report);
  for (const [title, reason] of Object.entries(skipped)) report(`left out, ${title}: ${reason}`);
  const { brokers } = values;
  const stack = await startStack({ ...ephemeralStack, brokers, signal, report });
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

function knownNames(only: string | null): readonly string[] | null {
  const names = only?.split(",") ?? null;
  const known = [...ourContestants, ...peerPlans].map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--only does not know "${unknown}"; it knows ${known.join(", ")}`);
  }
  return names;
}

async function chosenContestants(only: readonly string[] | null, plan: Plan, report: Report) {
  const contestants = ourContestants.filter((contestant) => isChosen(contestant, only, plan));
  if (contestants.some(({ name }) => name === "released")) await unpackRelease();
  const skipped: Record<string, string> = {};
  for (const peer of peerPlans.filter((peer) => isChosen(peer, only, plan))) {
    const build = await buildPeer(peer, report);
    if ("path" in build) contestants.push(peerContestant(peer, build.path));
    else skipped[peer.title] = build.missing;
  }
  return { contestants, skipped };
}

if (import.meta.main) await runCommand(command, run);
