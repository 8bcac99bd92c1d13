import { projectPath } from "../../src/stack/project_path.ts";
import { ephemeralStack, startStack } from "../../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../../src/terminal/command.ts";
import { flag, integer } from "../../src/terminal/option.ts";
import { shutdownSignal } from "../../src/terminal/shutdown.ts";
import { today } from "../support/provenance.ts";
import { rollingRestart, type RollingResult } from "./rolling_restart.ts";

const options = {
  logins: integer("N", "number of logins; must last through all restarts", 240_000),
  rate: integer("N", "logins per second", 2_000, { min: 1 }),
  record: flag("write the figures to tests/rolling/last_run.json, for the documents"),
} as const;

const command: Command<typeof options> = {
  name: "test:rolling",
  summary:
    "Restarts three brokers in turn under load: nothing is lost or duplicated, and the longest " +
    "gap\nbetween commits is measured as a read_committed reader sees it.",
  options,
};

async function run({ logins, rate, record }: Values<typeof options>): Promise<number> {
  const signal = shutdownSignal();
  const report = (line: string) => console.error(line);
  // For the registry and Java's reader.
  const stack = await startStack({ ...ephemeralStack, signal, report });
  try {
    const result = await rollingRestart(stack, logins, rate, report);
    console.log(textOf(result));
    if (record) await write(result);
    return 0;
  } finally {
    report("stopping the schema registry");
    await stack.stop();
  }
}

function textOf({ logins, longest, longestOfOne, restarts }: RollingResult): string {
  const away = restarts.map(({ awaySeconds }) => `${awaySeconds.toFixed(1)} s`).join(", ");
  return [
    `passed  ${logins} logins sent, one fate each; brokers away for ${away}`,
    `longest gap between commits: ${longest.seconds.toFixed(1)} s; of a single partition: ` +
    `${longestOfOne.seconds.toFixed(1)} s`,
  ].join("\n");
}

async function write(result: RollingResult): Promise<void> {
  const run = { date: today(), ...result };
  const path = projectPath("tests/rolling/last_run.json");
  await Deno.writeTextFile(path, `${JSON.stringify(run, null, 2)}\n`);
}

if (import.meta.main) await runCommand(command, run);
