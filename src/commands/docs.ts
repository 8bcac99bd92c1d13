import { withGeneratedParts } from "../docs/generated_part.ts";
import { readmeParts } from "../docs/parts.ts";
import { type Command, runCommand, type Values } from "./command.ts";
import { flag } from "./option.ts";

const options = {
  check: flag("change nothing; exit code 1 when a document is out of date"),
} as const;

/** `deno task docs`. */
export const command: Command<typeof options> = {
  name: "docs",
  summary: "Writes the parts of the documents that are made from code.",
  options,
};

/** Brings README.md up to date, or says that it is not, and gives the exit code. */
export async function run({ check }: Values<typeof options>): Promise<number> {
  const { tasks } = JSON.parse(await Deno.readTextFile("deno.json"));
  const before = await Deno.readTextFile("README.md");
  const after = withGeneratedParts(before, readmeParts(tasks));
  if (after === before) return 0;
  if (check) {
    console.error("README.md is out of date; run: deno task docs");
    return 1;
  }
  await Deno.writeTextFile("README.md", after);
  console.log("README.md is up to date now");
  return 0;
}

if (import.meta.main) await runCommand(command, run);
