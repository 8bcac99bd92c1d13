import { messageOf } from "../../src/errors.ts";
import type { Mutation } from "./mutation.ts";
import { mutated } from "./mutation_copy.ts";

/** Errors in the table of mutations, found without running anything; one per row. */
export function staleRows(
  mutations: readonly Mutation[],
  scenarioNames: ReadonlySet<string>,
  textOf: (file: string) => string,
): string[] {
  const rules = new Set<string>();
  return mutations.flatMap((mutation) => {
    const { rule, scenario } = mutation;
    const complaints = editComplaints(mutation, textOf);
    if (!scenarioNames.has(scenario)) complaints.push(`${rule}: no scenario "${scenario}"`);
    if (rules.has(rule)) complaints.push(`${rule}: two rows have this name`);
    rules.add(rule);
    return complaints;
  });
}

/** Makes the edits in order, as a run does, because two may change the same file. */
function editComplaints({ rule, edits }: Mutation, textOf: (file: string) => string): string[] {
  const texts = new Map<string, string>();
  const complaints: string[] = [];
  for (const edit of edits) {
    try {
      const before = texts.get(edit.file) ?? textOf(edit.file);
      const after = mutated(before, edit, rule);
      if (after === before) complaints.push(`${rule}: an edit of ${edit.file} changes nothing`);
      texts.set(edit.file, after);
    } catch (error) {
      complaints.push(`${rule}: ${messageOf(error)}`);
    }
  }
  return complaints;
}
