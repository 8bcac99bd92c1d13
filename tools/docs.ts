import { settings } from "../src/settings/config.ts";
import { type Command, runCommand, type Values } from "../src/terminal/command.ts";
import { flag } from "../src/terminal/option.ts";
import { documentFindings } from "./docs/findings.ts";
import { generatedParts, pictures, type Sources } from "./docs/generated_files.ts";
import { withGeneratedParts } from "./docs/generated_part.ts";
import { withVariables } from "./docs/permission_sets.ts";
import {
  existingTargets,
  readDocuments,
  readImports,
  readVocabulary,
  sourceFiles,
} from "./docs/project_files.ts";

const options = {
  check: flag("change nothing; exit code 1 if a document is out of date"),
} as const;

const command: Command<typeof options> = {
  name: "docs",
  summary: "Writes the generated parts of the documents, and checks their links " +
    "and command lines.",
  options,
};

const programConfig = "src/deno.json";

const exampleFiles = [
  { title: "Python", language: "python", file: "consumer.py" },
  { title: "TypeScript", language: "ts", file: "consumer.ts" },
  { title: "Java", language: "java", file: "Consumer.java" },
] as const;
const settingNames = Object.values(settings)
  .flatMap(({ env, isSecret }) => isSecret ? [env, `${env}_FILE`] : [env]);

/** Updates the documents, or with --check reports outdated ones, and returns the exit code. */
async function run({ check }: Values<typeof options>): Promise<number> {
  const sources = await readSources();
  let stale = 0;
  for (const [file, parts] of Object.entries(generatedParts(sources))) {
    const before = await Deno.readTextFile(file);
    if (!await isUpToDate(file, before, withGeneratedParts(before, parts), check)) stale++;
  }
  for (const [file, picture] of Object.entries(pictures(sources))) {
    const before = await Deno.readTextFile(file).catch(() => null);
    if (!await isUpToDate(file, before, picture, check)) stale++;
  }
  const program = await Deno.readTextFile(programConfig);
  const sets = withVariables(JSON.parse(program));
  if (!await isUpToDate(programConfig, program, sets, check)) stale++;
  const documents = await readDocuments();
  const vocabulary = await readVocabulary(sources.tasks, settingNames);
  const findings = documentFindings(documents, vocabulary, await existingTargets(documents));
  for (const finding of findings) console.error(finding);
  return findings.length > 0 || check && stale > 0 ? 1 : 0;
}

async function isUpToDate(
  file: string,
  before: string | null,
  after: string,
  check: boolean,
): Promise<boolean> {
  if (after === before) return true;
  if (check) console.error(`${file} is out of date; run: deno task docs`);
  else {
    await Deno.writeTextFile(file, after);
    console.log(`${file} was updated`);
  }
  return false;
}

async function readSources(): Promise<Sources> {
  const files = await sourceFiles(["src", "bench", "tools"]);
  const examples = exampleFiles.map(async ({ file, ...example }) => ({
    ...example,
    text: await Deno.readTextFile(`docs/consume/${file}`),
  }));
  return {
    tasks: (await readJson("deno.json")).tasks,
    examples: await Promise.all(examples),
    files,
    imports: await readImports(files),
    performance: await readJson("bench/last_run.json"),
    model: await readJson("bench/model.json"),
    faults: await readJson("tests/faults/last_run.json"),
    mutations: await readJson("tests/faults/mutations.json"),
    versions: await readJson("tests/versions/last_run.json"),
    rolling: await readJson("tests/rolling/last_run.json"),
  };
}

async function readJson(path: string) {
  return JSON.parse(await Deno.readTextFile(path));
}

if (import.meta.main) await runCommand(command, run);
