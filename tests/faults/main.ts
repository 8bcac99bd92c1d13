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
  seed: integer("N", "what is random follows from it; any unless given", null),
  minutes: integer("N", "go on with random storms until so many minutes are over", 0),
  scenario: text("TEXT", "only scenarios whose name or family holds it", null),
  short: flag("only the short run that every change passes"),
  lanes: integer("N", "how many scenarios run at once", 6, { min: 1, max: 64 }),
  record: flag("write the figures to tests/faults/last_run.json, of which documents are made"),
} as const;

const command: Command<typeof options> = {
  name: "test:faults",
  summary: "Does faults to a pipeline at work on a Kafka of its own, and proves after each that " +
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
  if (chosen.length === 0) throw new UsageError("--scenario fits none of the scenarios");
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
    report("ending Kafka and the schema registry");
    await stack.stop();
  }
}

if (import.meta.main) await runCommand(command, run);
