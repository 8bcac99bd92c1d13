import { parsePlace } from "../../dead_letters/coordinate.ts";
import { examine } from "../../dead_letters/examination.ts";
import type { LedgerEntry } from "../../dead_letters/ledger.ts";
import type { DeadLetter } from "../../dead_letters/letter.ts";
import { readLetters } from "../../dead_letters/letter_reader.ts";
import { letterText } from "../../dead_letters/letter_text.ts";
import { findEntry } from "../../dead_letters/replayed_letters.ts";
import { FatalError, messageOf, UsageError } from "../../errors.ts";
import { rangesOf } from "../../kafka/ranges.ts";
import { type Command, runCommand, type Values } from "../../terminal/command.ts";
import { flag, integer } from "../../terminal/option.ts";
import { Progress } from "../../terminal/progress.ts";
import { print } from "../../terminal/standard_output.ts";
import { atDesk, type Desk, judgingConfig, report, type Subcommand } from "./desk.ts";
import { filters, selectionOf } from "./filters.ts";

const options = {
  ...filters,
  limit: integer("N", "show at most N", 10, { min: 1 }),
  reveal: flag("show the values of the records, including personal data"),
} as const;

const command: Command<typeof options> = {
  name: "dlq show",
  summary: "Analyzes dead letters: framing, schema, validation of each field, headers, bytes.\n\n" +
    "Without --reveal it shows only the kind and size of each value, whichever field it is in, and\n" +
    "only the header of the frame. The names of headers are always shown.",
  options,
  positional: { placeholder: "COORDINATE", doc: "which dead letter, in the form of --coordinate" },
};

/** `deno task dlq show` */
export const show: Subcommand = {
  summary: "Analyzes dead letters: framing, schema, validation of each field, headers, bytes.",
  run: (words) =>
    runCommand(
      command,
      (values, coordinate) => {
        const chosen = withCoordinate(values, coordinate);
        return atDesk((desk) => run(desk, chosen));
      },
      words,
    ),
};

function withCoordinate(
  values: Values<typeof options>,
  given: string | null,
): Values<typeof options> {
  if (given === null) return values;
  try {
    return { ...values, coordinate: [...values.coordinate, ...given.split(",").map(parsePlace)] };
  } catch (error) {
    throw new UsageError(`COORDINATE ${messageOf(error)}`, { cause: error });
  }
}

async function run(desk: Desk, values: Values<typeof options>): Promise<number> {
  const { cluster, topic, logs } = desk;
  const { maxValueBytes } = await judgingConfig(desk);
  const progress = new Progress("read", "records", report);
  let shown = 0;
  for await (const turn of readLetters(cluster, topic, logs, selectionOf(values))) {
    for (const letter of turn.letters) {
      if (shown++ === values.limit) {
        report(`there are more than ${values.limit}: narrow the selection, or raise --limit`);
        return 0;
      }
      if (!await print(await textOf(desk, letter, { maxValueBytes, reveal: values.reveal }))) {
        return 0;
      }
    }
    progress.add(turn.readCount);
  }
  if (shown > 0) return 0;
  throw new FatalError(
    `Cannot show: ${topic} has no such dead letter`,
    "run deno task dlq list, which shows one sample of each cause",
  );
}

async function textOf(
  desk: Desk,
  letter: DeadLetter,
  { maxValueBytes, reveal }: { readonly maxValueBytes: number; readonly reveal: boolean },
): Promise<string> {
  const { value } = letter.record;
  const writers = await desk.schemas.of([value]);
  const examination = value === null ? null : examine(value, writers, maxValueBytes);
  const writer = writers.types.get(examination?.schemaId ?? -1) ?? null;
  const replay = await replayOf(desk, letter);
  return [...letterText({ letter, examination, writer, replay }, reveal), "", ""].join("\n");
}

async function replayOf(
  { cluster, ledgerTopic }: Desk,
  { at }: DeadLetter,
): Promise<LedgerEntry | null> {
  return await findEntry(cluster, ledgerTopic, await rangesOf(cluster, ledgerTopic), at);
}
