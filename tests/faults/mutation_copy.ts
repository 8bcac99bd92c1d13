import { FatalError } from "../../src/errors.ts";
import { root } from "../support/program.ts";
import type { Edit, Mutation } from "./mutation.ts";

/** The files that a processor needs to run. */
const parts = ["deno.json", "deno.lock", "lint", "jsr", "schemas", "src"];

/** Makes a copy of the project with a rule switched off; the caller deletes it. */
export async function mutatedCopy(
  { rule, edits }: Pick<Mutation, "rule" | "edits">,
  others: readonly string[] = [],
): Promise<string> {
  await Deno.mkdir(`${root}.stack`, { recursive: true });
  const directory = await Deno.makeTempDir({ dir: `${root}.stack`, prefix: "mutation-" });
  for (const part of [...parts, ...others]) await copy(`${root}${part}`, `${directory}/${part}`);
  for (const { file, find, replace } of edits) {
    const path = `${directory}/${file}`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, mutated(text, { file, find, replace }, rule));
  }
  return directory;
}

/** A text with its edit; throws if the text is missing, or occurs more than once. */
export function mutated(text: string, { file, find, replace }: Edit, rule: string): string {
  const found = text.split(find).length - 1;
  if (found === 1) return text.replace(find, () => replace);
  throw new FatalError(
    `Cannot switch off "${rule}": what it stands for is ${found} times in ${file}, not once`,
    "bring its row in tests/faults/mutation_*.ts up to date with the source",
  );
}

async function copy(from: string, to: string): Promise<void> {
  if (!(await Deno.stat(from)).isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}
