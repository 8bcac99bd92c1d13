import { LetterGroups } from "../../dead_letters/letter_groups.ts";
import { readLetters } from "../../dead_letters/letter_reader.ts";
import { type Command, runCommand, type Values } from "../../terminal/command.ts";
import { flag } from "../../terminal/option.ts";
import { Progress } from "../../terminal/progress.ts";
import { print } from "../../terminal/standard_output.ts";
import { tableOf } from "../../terminal/table.ts";
import { visibleJson } from "../../visible.ts";
import { atDesk, type Desk, replayedAt, report, type Subcommand } from "./desk.ts";
import { filters, selectionOf } from "./filters.ts";

const options = { ...filters, json: flag("print one JSON object") } as const;

const command: Command<typeof options> = {
  name: "dlq list",
  summary: "Counts dead letters by cause and field. Shows no values of the records.",
  options,
};

/** `deno task dlq list` */
export const list: Subcommand = {
  summary: command.summary,
  run: (words) => runCommand(command, (values) => atDesk((desk) => run(desk, values)), words),
};

async function run(desk: Desk, values: Values<typeof options>): Promise<number> {
  const { cluster, topic, logs } = desk;
  const replayed = await replayedAt(desk);
  const groups = new LetterGroups();
  const progress = new Progress("read", "records", report);
  let foreignCount = 0;
  for await (const turn of readLetters(cluster, topic, logs, selectionOf(values))) {
    for (const letter of turn.letters) groups.add(letter, replayed.has(letter.at));
    foreignCount += turn.foreignCount;
    progress.add(turn.readCount);
  }
  await print(values.json ? jsonOf(topic, groups, foreignCount) : tableText(groups));
  if (foreignCount > 0) {
    report(`${foreignCount} records of ${topic} are not dead letters of this pipeline`);
  }
  return 0;
}

function jsonOf(topic: string, groups: LetterGroups, foreignCount: number): string {
  const rows = groups.groups().map(({ sample, ...group }) => ({
    ...group,
    sample: `${sample.partition}:${sample.offset}`,
  }));
  return `${visibleJson({ topic, groups: rows, foreignCount })}\n`;
}

function tableText(groups: LetterGroups): string {
  const rows = groups.groups();
  if (rows.length === 0) return "no dead letters\n";
  const heading = ["cause", "field", "count", "replayed", "first seen", "last seen", "sample"];
  return tableOf(
    heading,
    rows.map(({ sample, ...row }) => [
      row.cause,
      row.field ?? "",
      row.count,
      row.replayedCount,
      row.firstSeen,
      row.lastSeen,
      `${sample.partition}:${sample.offset}`,
    ]),
  ) + "\n";
}
