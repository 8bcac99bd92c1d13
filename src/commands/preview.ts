import { FatalError } from "../errors.ts";
import { type Command, runCommand, type Values } from "./command.ts";
import { type LineFate, lineJudge } from "./line_fate.ts";
import { LineSplitter } from "./lines.ts";
import { LineTotals, type Total } from "./line_totals.ts";
import { flag, integer } from "./option.ts";
import { print } from "./standard_output.ts";
import { say } from "./standard_error.ts";
import { visibleJson } from "../visible.ts";

const options = {
  summary: flag("print the totals only: fates, causes of dead letters, top locales"),
  maxValueBytes: integer("BYTES", "a longer line is a dead letter", 1_048_576, { min: 1 }),
};

/** Shows what the pipeline would make of logins, without Kafka and without a registry. */
const command: Command<typeof options> = {
  name: "preview",
  summary: "Show what becomes of logins, one JSON record a line, without Kafka or a registry.",
  options,
  positional: { placeholder: "FILE", doc: "where the lines are; without it, standard input" },
};

async function preview(values: Values<typeof options>, file: string | null): Promise<number> {
  const judge = lineJudge(values.maxValueBytes);
  const totals = new LineTotals();
  for await (const lines of lineGroups(file, values.maxValueBytes)) {
    let text = "";
    for (const line of lines) {
      const fate = judge(line);
      if (values.summary) totals.add(fate);
      else text += textOf(fate);
    }
    // Awaited before more is read: a slow reader slows the reading, it does not fill the memory.
    if (!await print(text)) return 0;
  }
  if (values.summary) await print(totals.rows().map(textOf).join(""));
  return 0;
}

/** The lines of the input, as many at a time as a read completes. */
async function* lineGroups(file: string | null, maxLineBytes: number) {
  const splitter = new LineSplitter(maxLineBytes);
  for await (const chunk of await open(file)) yield splitter.push(chunk);
  yield splitter.end();
}

async function open(file: string | null): Promise<ReadableStream<Uint8Array>> {
  if (file === null) {
    if (Deno.stdin.isTerminal()) say("reading standard input; Ctrl-D ends it");
    return Deno.stdin.readable;
  }
  try {
    return (await Deno.open(file)).readable;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const action = "name a file that is there, or give the lines on standard input";
    throw new FatalError(`there is no file "${file}"`, action, { cause: error });
  }
}

function textOf(row: LineFate | Total): string {
  return `${visibleJson(row)}\n`;
}

if (import.meta.main) await runCommand(command, preview);
