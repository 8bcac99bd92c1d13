import { type Command, runCommand, type Values } from "../src/terminal/command.ts";
import { flag } from "../src/terminal/option.ts";
import { aclParts } from "./docs/acl_parts.ts";
import { type GeneratedPart, withGeneratedParts } from "./docs/generated_part.ts";
import { operateParts } from "./docs/operate_parts.ts";
import { type Example, readmeParts } from "./docs/parts.ts";
import { performanceParts } from "./docs/performance_parts.ts";
import { performancePlots } from "./docs/performance_plots.ts";
import { withVariables } from "./docs/permission_sets.ts";
import { reliabilityParts } from "./docs/reliability_parts.ts";

const options = {
  check: flag("change nothing; exit code 1 when a document is out of date"),
} as const;

const command: Command<typeof options> = {
  name: "docs",
  summary: "Writes the parts of the documents that are made from code.",
  options,
};

const programConfig = "src/deno.json";

const exampleFiles = [
  { title: "Python", language: "python", file: "consumer.py" },
  { title: "TypeScript", language: "ts", file: "consumer.ts" },
  { title: "Java", language: "java", file: "Consumer.java" },
] as const;

/** Brings the documents up to date, or says that they are not, and gives the exit code. */
async function run({ check }: Values<typeof options>): Promise<number> {
  const performance = JSON.parse(await Deno.readTextFile("bench/last_run.json"));
  const documents = [
    { file: "README.md", parts: await partsOfReadme() },
    { file: "docs/acl.md", parts: aclParts() },
    { file: "docs/reliability.md", parts: await partsOfReliability() },
    { file: "docs/performance.md", parts: performanceParts(performance) },
    { file: "docs/operate.md", parts: await partsOfOperate() },
  ];
  let stale = 0;
  for (const { file, parts } of documents) {
    const before = await Deno.readTextFile(file);
    if (!await isUpToDate(file, before, withGeneratedParts(before, parts), check)) stale++;
  }
  for (const [name, plot] of Object.entries(performancePlots(performance))) {
    const before = await Deno.readTextFile(`docs/${name}`).catch(() => null);
    if (!await isUpToDate(`docs/${name}`, before, plot, check)) stale++;
  }
  const program = await Deno.readTextFile(programConfig);
  const sets = withVariables(JSON.parse(program));
  if (!await isUpToDate(programConfig, program, sets, check)) stale++;
  return check && stale > 0 ? 1 : 0;
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
    console.log(`${file} is up to date now`);
  }
  return false;
}

async function partsOfReadme(): Promise<GeneratedPart[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile("deno.json"));
  return readmeParts(tasks, await Promise.all(exampleFiles.map(readExample)));
}

async function partsOfReliability(): Promise<GeneratedPart[]> {
  const [run, mutations] = await Promise.all(
    ["last_run", "mutations"].map((name) => Deno.readTextFile(`tests/faults/${name}.json`)),
  ) as [string, string];
  return reliabilityParts(JSON.parse(run), JSON.parse(mutations));
}

async function partsOfOperate(): Promise<GeneratedPart[]> {
  const [versions, rolling] = await Promise.all(
    ["versions", "rolling"].map((name) => Deno.readTextFile(`tests/${name}/last_run.json`)),
  ) as [string, string];
  return operateParts(JSON.parse(versions), JSON.parse(rolling));
}

async function readExample({ file, ...example }: typeof exampleFiles[number]): Promise<Example> {
  return { ...example, text: await Deno.readTextFile(`docs/consume/${file}`) };
}

if (import.meta.main) await runCommand(command, run);
