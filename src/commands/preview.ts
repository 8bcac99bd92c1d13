import { type LineFate, lineJudge } from "../preview/line_fate.ts";
import { LineTotals, type Total } from "../preview/line_totals.ts";
import { loginGroups } from "../preview/preview_input.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { flag, integer } from "../terminal/option.ts";
import { print } from "../terminal/standard_output.ts";
import { visibleJson } from "../visible.ts";

const options = {
  summary: flag("print only totals: fates, causes of dead letters, top locales"),
  maxValueBytes: integer("BYTES", "longest valid line; a longer one is a dead letter", 1_048_576, {
    min: 1,
  }),
};

/** Shows what the pipeline would do with logins, without Kafka or a registry. */
const command: Command<typeof options> = {
  name: "preview",
  summary:
    "Shows what the pipeline would do with logins, without Kafka or a registry.\nReads one JSON " +
    "record per line or a JSON array, plain or compressed with gzip or zstd.",
  options,
  positional: { placeholder: "FILE", doc: "file with logins; - or nothing for standard input" },
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
    // Backpressure: with a slow reader, this waits instead of filling the memory.
    if (!await print(text)) return 0;
  }
  if (values.summary) await print(totals.rows().map(textOf).join(""));
  return 0;
}

function textOf(row: LineFate | Total): string {
  return `${visibleJson(row)}\n`;
}

if (import.meta.main) await runCommand(command, preview);
