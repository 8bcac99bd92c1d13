import { withGeneratedParts } from "../docs/generated_part.ts";
import { type Example, readmeParts } from "../docs/parts.ts";
import { type Command, runCommand, type Values } from "./command.ts";
import { flag } from "./option.ts";

const options = {
  check: flag("change nothing; exit code 1 when a document is out of date"),
} as const;

const command: Command<typeof options> = {
  name: "docs",
  summary: "Writes the parts of the documents that are made from code.",
  options,
};

const exampleFiles = [
  { title: "Python", language: "python", file: "consumer.py" },
  { title: "TypeScript", language: "ts", file: "consumer.ts" },
  { title: "Java", language: "java", file: "Consumer.java" },
] as const;

/** Brings README.md up to date, or says that it is not, and gives the exit code. */
async function run({ check }: Values<typeof options>): Promise<number> {
  const { tasks } = JSON.parse(await Deno.readTextFile("deno.json"));
  const before = await Deno.readTextFile("README.md");
  const examples = await Promise.all(exampleFiles.map(readExample));
  const after = withGeneratedParts(before, readmeParts(tasks, examples));
  if (after === before) return 0;
  if (check) {
    console.error("README.md is out of date; run: deno task docs");
    return 1;
  }
  await Deno.writeTextFile("README.md", after);
  console.log("README.md is up to date now");
  return 0;
}

async function readExample({ file, ...example }: typeof exampleFiles[number]): Promise<Example> {
  return { ...example, text: await Deno.readTextFile(`docs/consume/${file}`) };
}

if (import.meta.main) await runCommand(command, run);
