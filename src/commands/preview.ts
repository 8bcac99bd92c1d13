import { type LineFate, lineJudge } from "../preview/line_fate.ts";
import { LineTotals, type Total } from "../preview/line_totals.ts";
import { loginGroups } from "../preview/preview_input.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { flag, integer } from "../terminal/option.ts";
import { print } from "../terminal/standard_output.ts";
import { visibleJson } from "../visible.ts";

const options = {
  summary: flag("print the totals only: fates, causes of dead letters, top locales"),
  maxValueBytes: integer("BYTES", "a longer line is a dead letter", 1_048_576, { min: 1 }),
};

/** Shows what the pipeline would make of logins, without Kafka and without a registry. */
const command: Command<typeof options> = {
  name: "preview",
  summary:
    "Show what becomes of logins, without Kafka or a registry: one JSON record a line, or a " +
    "JSON array; packed by gzip or zstd, or not.",
  options,
  positional: { placeholder: "FILE", doc: "where the logins are; - or nothing for standard input" },
};

async function preview(values: Values<typeof options>, file: string | null): Promise<number> {
  const judge = lineJudge(values.maxValueBytes);
  const totals = new LineTotals();
  const input = file === "-" ? null : file;
  for await (const lines of loginGroups(input, values.maxValueBytes)) {
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

function textOf(row: LineFate | Total): string {
  return `${visibleJson(row)}\n`;
}

if (import.meta.main) await runCommand(command, preview);
