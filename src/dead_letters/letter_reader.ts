import { type LogReader, type Ranges, readRanges } from "../kafka/ranges.ts";
import { type DeadLetter, readLetter } from "./letter.ts";
import { isSelected, narrowed, type Selection } from "./selection.ts";

/** Dead letters of one partition from one fetch. */
export interface LetterTurn {
  /** Those that are selected. */
  readonly letters: readonly DeadLetter[];
  /** How many records were read. */
  readonly readCount: number;
  /** How many of them are not dead letters of this pipeline. */
  readonly foreignCount: number;
}

/** Reads the selected dead letters and keeps only one fetch in memory. */
export async function* readLetters(
  cluster: LogReader,
  topic: string,
  logs: Ranges,
  selection: Selection,
): AsyncGenerator<LetterTurn> {
  const ranges = narrowed(selection, logs);
  for await (const { partition, records } of readRanges(cluster, topic, ranges)) {
    const all = records.map((record) => readLetter(topic, partition, record));
    const known = all.filter((letter) => letter !== null);
    yield {
      letters: known.filter((letter) => isSelected(selection, letter)),
      readCount: records.length,
      foreignCount: all.length - known.length,
    };
  }
}
