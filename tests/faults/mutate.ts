import { FatalError, UsageError } from "../../src/errors.ts";
import { ephemeralStack, startStack } from "../../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../../src/terminal/command.ts";
import { flag, integer, text } from "../../src/terminal/option.ts";
import { shutdownSignal } from "../../src/terminal/shutdown.ts";
import { root } from "../support/program.ts";
import { TopicReader } from "../support/topic_reader.ts";
import { catalogue } from "./catalogue.ts";
import type { Mutation } from "./mutation.ts";
import { staleRows } from "./mutation_check.ts";
import { recordMutations } from "./mutation_record.ts";
import { mutationRun } from "./mutation_run.ts";
import type { MutationResult } from "./mutation_trial.ts";
import { mutations } from "./mutations.ts";
import type { Scenario } from "./scenario.ts";

const options = {
  quick: flag("run no scenario: only check that each row fits the source and names a scenario"),
  rule: text("TEXT", "only rules whose name contains it", null),
  lanes: integer("N", "how many scenarios run at once", 4, { min: 1, max: 64 }),
  record: flag("write the table to tests/faults/mutations.json, for the documents"),
} as const;

const command: Command<typeof options> = {
  name: "test:mutations",
  summary: "Switches each rule off, one at a time, and checks that its scenario then fails.",
  options,
};

const stallMs = 9_000;

async function run({ quick, rule, lanes, record }: Values<typeof options>): Promise<number> {
  if (quick) return quickCheck();
  const chosen = mutations.filter((mutation) => mutation.rule.includes(rule ?? ""));
  if (chosen.length === 0) throw new UsageError("--rule matches none of the rules");
  const scenarios = new Map(chosen.map((mutation) => [mutation, scenarioOf(mutation)]));
  const results = await onOwnStack(scenarios, lanes);
  const caught = results.filter(({ objection }) => objection === null);
  for (const { rule, objection } of results) {
    if (objection !== null) console.log(`\nNOT CAUGHT  ${rule}\n${objection}`);
  }
  console.log(`\n${caught.length} caught, ${chosen.length - caught.length} not caught`);
  if (record) await recordMutations(results);
  return caught.length === chosen.length ? 0 : 1;
}

function quickCheck(): number {
  const names = new Set(catalogue.map(({ name }) => name));
  const textOf = (file: string) => Deno.readTextFileSync(`${root}${file}`);
  const complaints = staleRows(mutations, names, textOf);
  for (const complaint of complaints) console.error(complaint);
  console.log(`${mutations.length} rows of mutations checked, ${complaints.length} complaints`);
  return complaints.length === 0 ? 0 : 1;
}

function scenarioOf({ rule, scenario: name }: Mutation): Scenario {
  const scenario = catalogue.find((scenario) => scenario.name === name);
  if (scenario !== undefined) return scenario;
  throw new FatalError(
    `Cannot switch off "${rule}": there is no scenario "${name}"`,
    "update its row in tests/faults/mutation_*.ts to a name in tests/faults/catalogue.ts",
  );
}

async function onOwnStack(
  scenarios: ReadonlyMap<Mutation, Scenario>,
  lanes: number,
): Promise<MutationResult[]> {
  const signal = shutdownSignal();
  const waiting = (line: string) => console.error(line);
  const stack = await startStack({ ...ephemeralStack, signal, report: waiting });
  try {
    await using reader = new TopicReader(stack);
    const ground = { stack, reader, cluster: null };
    waiting(`${scenarios.size} rules in ${lanes} lanes`);
    const report = ({ rule, scenario, seconds, objection }: MutationResult) =>
      console.log(
        `${
          objection === null ? "caught" : "NOT CAUGHT"
        }  ${rule}\n        by "${scenario}" in ${seconds} s`,
      );
    return await mutationRun(scenarios, ground, { seed: 1, stallMs, lanes, signal, report });
  } finally {
    await stack.stop();
  }
}

if (import.meta.main) await runCommand(command, run);
