import { say } from "../../terminal/standard_error.ts";
import { tell } from "../../terminal/standard_output.ts";
import type { Subcommand } from "./desk.ts";
import { exportLetters } from "./export.ts";
import { list } from "./list.ts";
import { replayLetters } from "./replay.ts";
import { show } from "./show.ts";

const subcommands = new Map<string, Subcommand>([
  ["list", list],
  ["show", show],
  ["replay", replayLetters],
  ["export", exportLetters],
]);

/** Runs the subcommand named by the first word, with the remaining words. */
async function run([name = "", ...words]: readonly string[]): Promise<never> {
  const subcommand = subcommands.get(name);
  if (subcommand !== undefined) return await subcommand.run(words);
  if (name === "--help" || name === "-h") {
    tell(help());
    Deno.exit(0);
  }
  say(name === "" ? help() : `dlq: unknown command "${name}"\n\n${help()}`);
  Deno.exit(2);
}

function help(): string {
  const lines = [...subcommands].map(([name, { summary }]) => `  ${name.padEnd(6)}  ${summary}`);
  return `Inspects, replays and exports dead letters.\n\nUsage: deno task dlq ` +
    `${[...subcommands.keys()].join("|")} [options]\n\n${lines.join("\n")}\n\n` +
    "Each command has its own help, for example: deno task dlq list --help";
}

if (import.meta.main) await run(Deno.args);
