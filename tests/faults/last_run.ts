import { projectPath } from "../../src/stack/project_path.ts";
import { currentCommit, today } from "../support/provenance.ts";
import type { Totals } from "./report.ts";
import type { ScenarioResult } from "./scenario_result.ts";
import { stormFamily } from "./scenarios/storms.ts";

/** The figures of the last full run, from which tables in the documents are generated. */
export interface LastRun {
  readonly date: string;
  readonly commit: string;
  readonly seed: number;
  readonly totals: Totals;
  /** Named scenarios with their durations, by family. */
  readonly families: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The path of the figures. */
export const lastRunPath = "tests/faults/last_run.json";

/** Writes the figures of a run. */
export async function writeRecord(
  results: readonly ScenarioResult[],
  totals: Totals,
  seed: number,
): Promise<void> {
  const run: LastRun = {
    date: today(),
    commit: await currentCommit(),
    seed,
    totals,
    families: familiesOf(results.filter(({ family }) => family !== stormFamily)),
  };
  await Deno.writeTextFile(projectPath(lastRunPath), `${JSON.stringify(run, null, 2)}\n`);
}

function familiesOf(results: readonly ScenarioResult[]): LastRun["families"] {
  const byFamily = Map.groupBy(results, ({ family }) => family);
  return Object.fromEntries(
    [...byFamily].toSorted(([a], [b]) => a.localeCompare(b)).map(([family, members]) => {
      const named = members.map(({ name, seconds }) => [name, seconds] as const);
      return [family, Object.fromEntries(named.toSorted(([a], [b]) => a.localeCompare(b)))];
    }),
  );
}
