import { UsageError } from "../../src/errors.ts";
import { ephemeralStack, startStack } from "../../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../../src/terminal/command.ts";
import { flag, integer, text } from "../../src/terminal/option.ts";
import { shutdownSignal } from "../../src/terminal/shutdown.ts";
import { TopicReader } from "../support/topic_reader.ts";
import { catalogue } from "./catalogue.ts";
import { faultRun } from "./fault_run.ts";
import { writeRecord } from "./last_run.ts";
import { failureOf, keepsLimits, lineOf, summaryOf, totalsOf } from "./report.ts";
import type { ScenarioResult } from "./scenario_result.ts";

const options = {
  seed: integer("N", "seed of the random numbers; random by default", null),
  minutes: integer("N", "continue with random storms until this many minutes have passed", 0),
  scenario: text("TEXT", "only scenarios whose name or family contains it", null),
  short: flag("only the short run that every change must pass"),
  lanes: integer("N", "how many scenarios run at once", 6, { min: 1, max: 64 }),
  record: flag("write the figures to tests/faults/last_run.json, for the documents"),
} as const;

const command: Command<typeof options> = {
  name: "test:faults",
  summary:
    "Injects faults into a pipeline at work on its own Kafka, and proves after each one that " +
    "every record had one fate.",
  options,
};

const longestSeed = 2 ** 31;
const fullStallMs = 60_000;
const shortStallMs = 9_000;

async function run(values: Values<typeof options>): Promise<number> {
  const { lanes, minutes, short: isShort } = values;
  const seed = values.seed ?? Math.floor(Math.random() * longestSeed);
  const chosen = catalogue.filter((scenario) => {
    const isMeant = `${scenario.family}: ${scenario.name}`.includes(values.scenario ?? "");
    return isMeant && (!isShort || scenario.isShort === true);
  });
  if (chosen.length === 0) throw new UsageError("--scenario matches none of the scenarios");
  const stallMs = isShort ? shortStallMs : fullStallMs;
  const results = await onOwnStack({ seed, stallMs, lanes, minutes, scenarios: chosen });
  const totals = totalsOf(results);
  for (const result of results) if (result.failure !== null) console.log(failureOf(result, seed));
  console.log(summaryOf(totals, seed));
  if (values.record) await writeRecord(results, totals, seed);
  const isWhole = results.length >= chosen.length;
  // A run of several minutes measures enough takeovers to compare them with their limits.
  const isQuick = minutes === 0 || keepsLimits(totals);
  return totals.failed === 0 && isWhole && isQuick ? 0 : 1;
}

async function onOwnStack(
  settings: Omit<Parameters<typeof faultRun>[1], "signal" | "report">,
): Promise<ScenarioResult[]> {
  const signal = shutdownSignal();
  const report = (line: string) => console.error(line);
  const stack = await startStack({ ...ephemeralStack, signal, report });
  try {
    await using reader = new TopicReader(stack);
    const print = (result: ScenarioResult) => console.log(lineOf(result));
    report(
      `${settings.scenarios.length} scenarios in ${settings.lanes} lanes, seed ${settings.seed}`,
    );
    return await faultRun({ stack, reader, cluster: null }, { ...settings, signal, report: print });
  } finally {
    report("stopping Kafka and the schema registry");
    await stack.stop();
  }
}

if (import.meta.main) await runCommand(command, run);
