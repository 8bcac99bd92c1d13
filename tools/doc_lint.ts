import { stripVTControlCharacters } from "node:util";
import { FatalError, messageOf } from "../src/errors.ts";
import { type Command, runCommand } from "../src/terminal/command.ts";
import { judgeDocs } from "./docs/doc_findings.ts";

const command: Command<Record<never, never>> = {
  name: "doc-lint",
  summary:
    "Reads the output of `deno doc --lint` from standard input and fails for each exported name " +
    "without a sentence of documentation, without an explicit type, or with a type that no other " +
    "module can name.",
  options: {},
};

/** Prints the findings that count and the number of ignored ones, and returns the exit code. */
async function run(): Promise<number> {
  const output = stripVTControlCharacters(await new Response(Deno.stdin.readable).text());
  const { findings, members, foreignTypes } = judge(output);
  for (const { place, message, source } of findings) {
    console.error(`${place}: ${message}\n    ${source.trim()}`);
  }
  console.log(
    `${findings.length} findings; ignored: ${members} members whose names and types say enough, ` +
      `${foreignTypes} types of other packages, which cannot be exported from here`,
  );
  return findings.length === 0 ? 0 : 1;
}

function judge(output: string) {
  try {
    return judgeDocs(output);
  } catch (error) {
    const action = `make it run; its output:\n${output}`;
    throw new FatalError(messageOf(error), action, { cause: error });
  }
}

if (import.meta.main) await runCommand(command, run);
