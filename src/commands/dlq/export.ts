import { exportLine } from "../../dead_letters/export_line.ts";
import { readLetters } from "../../dead_letters/letter_reader.ts";
import { UsageError } from "../../errors.ts";
import { type Command, runCommand, type Values } from "../../terminal/command.ts";
import { flag } from "../../terminal/option.ts";
import { Progress } from "../../terminal/progress.ts";
import { print } from "../../terminal/standard_output.ts";
import { atDesk, type Desk, replayedAt, report, type Subcommand } from "./desk.ts";
import { filters, selectionOf } from "./filters.ts";

const options = {
  ...filters,
  reveal: flag("confirm that values may be written, including personal data; required"),
} as const;

const command: Command<typeof options> = {
  name: "dlq export",
  summary: "Writes complete dead letters, one JSON object per line, with bytes as base64.",
  options,
};

/** `deno task dlq export`. (`export` itself is a reserved word.) */
export const exportLetters: Subcommand = {
  summary: command.summary,
  run: (words) =>
    runCommand(
      command,
      (values) => {
        if (values.reveal) return atDesk((desk) => run(desk, values));
        throw new UsageError(
          "the output contains the records' values, including personal data: add --reveal to confirm",
        );
      },
      words,
    ),
};

async function run(desk: Desk, values: Values<typeof options>): Promise<number> {
  const { cluster, topic, logs, schemas } = desk;
  const replayed = await replayedAt(desk);
  const progress = new Progress("read", "records", report);
  for await (const turn of readLetters(cluster, topic, logs, selectionOf(values))) {
    const writers = await schemas.of(turn.letters.map(({ record }) => record.value));
    for (const letter of turn.letters) {
      const line = exportLine(letter, replayed.has(letter.at), writers);
      if (!await print(`${line}\n`)) return 0;
    }
    progress.add(turn.readCount);
  }
  return 0;
}
