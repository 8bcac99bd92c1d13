import { type Command, runCommand, type Values } from "../../src/terminal/command.ts";
import { integer } from "../../src/terminal/option.ts";
import { root } from "../support/program.ts";
import { keepCase } from "./fuzz/case_files.ts";
import { caseOf } from "./fuzz/cases.ts";
import { readLastValue } from "./fuzz/last_value.ts";
import { MadeRegistry } from "./fuzz/made_registry.ts";
import { foundCode } from "./fuzz/main.ts";

const options = {
  minutes: integer("N", "duration in minutes", 1, { min: 1 }),
  seed: integer("N", "the same seed makes the same values; random by default", null, {
    max: 2 ** 32 - 1,
  }),
};

const command: Command<typeof options> = {
  name: "fuzz",
  summary:
    "Generates hostile values and runs them through the pure core, in a process of 256 MB. " +
    "Keeps each failing value as a case in tests/hostile/cases, which the tests run from then on. " +
    "Exit code 1 if something was found.",
  options,
};

const silentForMs = 180_000;

async function run({ minutes, seed: given }: Values<typeof options>): Promise<number> {
  const seed = given ?? crypto.getRandomValues(new Uint32Array(1))[0]!;
  console.log(`fuzz: seed ${seed}, ${minutes} min`);
  const lastValuePath = `${root}.stack/fuzz-${seed}`;
  await Deno.mkdir(`${root}.stack`, { recursive: true });
  try {
    const ending = await runChild([String(seed), String(minutes), lastValuePath]);
    return await conclude(`fuzz: seed ${seed}, ${minutes} min`, ending, lastValuePath);
  } finally {
    await Deno.remove(lastValuePath).catch(() => {}); // a process that could not start left none
  }
}

/** Prints how the process ended, keeps the last value of one that hung, and returns the exit code. */
async function conclude(title: string, ending: string, lastValuePath: string): Promise<number> {
  if (ending === "done" || ending === "found") {
    const result = ending === "done" ? "nothing found" : "see tests/hostile/cases";
    console.log(`${title}: ${result}`);
    return ending === "done" ? 0 : 1;
  }
  console.log(`${title}: the process ${ending}`);
  console.log(await keepLastValue(lastValuePath, ending));
  return 1;
}

/** Runs the process that does the work, with a limit to its memory and to its silence. */
async function runChild(args: readonly string[]): Promise<string> {
  const rights = ["--allow-read", "--allow-sys", "--allow-write=.stack,tests/hostile"];
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--v8-flags=--max-old-space-size=256", ...rights],
      ...["tests/hostile/fuzz/main.ts", ...args],
    ],
    cwd: root,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let isSilent = false;
  const silent = () => {
    isSilent = true;
    child.kill("SIGKILL");
  };
  let timer = setTimeout(silent, silentForMs);
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    clearTimeout(timer);
    timer = setTimeout(silent, silentForMs);
    console.log(text.trimEnd());
  }
  const { code, signal } = await child.status;
  clearTimeout(timer);
  if (isSilent) return `was silent for ${silentForMs / 1000} s`;
  if (code === 0) return "done";
  return code === foundCode ? "found" : `ended with ${signal ?? code}`;
}

async function keepLastValue(path: string, complaint: string): Promise<string> {
  const value = readLastValue(path);
  if (value === null) return "it had not started";
  const kept = await keepCase(caseOf([value], complaint, new MadeRegistry().schemaOf));
  return `the value that it examined is kept as ${kept}`;
}

if (import.meta.main) await runCommand(command, run);
