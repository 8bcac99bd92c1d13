import type { MutationResult } from "./mutation_trial.ts";
import { mutations } from "./mutations.ts";

/** A rule that was switched off, and the scenario that then failed. */
export interface MutationRow {
  readonly rule: string;
  readonly without: string;
  readonly scenario: string;
  readonly seconds: number;
}

const file = new URL("mutations.json", import.meta.url);

/** Updates tests/faults/mutations.json; rules that were not tried keep their rows. */
export async function recordMutations(results: readonly MutationResult[]): Promise<void> {
  const rows = mergedRows(await recorded(), results, mutations.map(({ rule }) => rule));
  await Deno.writeTextFile(file, `${JSON.stringify(rows, null, 2)}\n`);
}

/** The rows of all rules that were caught when last tried, in the order of the rules. */
export function mergedRows(
  before: readonly MutationRow[],
  results: readonly MutationResult[],
  rules: readonly string[],
): MutationRow[] {
  const rows = new Map(before.map((row) => [row.rule, row]));
  for (const { objection, rule, without, scenario, seconds } of results) {
    if (objection === null) rows.set(rule, { rule, without, scenario, seconds });
    else rows.delete(rule);
  }
  return rules.flatMap((rule) => rows.get(rule) ?? []);
}

async function recorded(): Promise<MutationRow[]> {
  try {
    return JSON.parse(await Deno.readTextFile(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
