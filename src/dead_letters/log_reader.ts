import type { ClusterClient, ReadTurn } from "../kafka/cluster.ts";
import { type DeadLetter, readLetter } from "./letter.ts";
import { isSelected, narrowed, type Ranges, type Selection } from "./selection.ts";

/** Dead letters of one partition, as a fetch brought them. */
export interface LetterTurn {
  /** Those that are meant. */
  readonly letters: readonly DeadLetter[];
  /** How many records were looked at. */
  readonly readCount: number;
  /** How many of them are no dead letters of this program. */
  readonly foreignCount: number;
}

/** What reads logs without a group. */
export type LogReader = Pick<ClusterClient, "read" | "range" | "partitionCount">;

/** What each partition of a topic holds now. */
export async function logsOf(cluster: LogReader, topic: string): Promise<Ranges> {
  const count = await cluster.partitionCount(topic);
  const partitions = Array.from({ length: count }, (_, partition) => partition);
  return new Map(
    await Promise.all(
      partitions.map(async (partition) =>
        [
          partition,
          await cluster.range(topic, partition),
        ] as const
      ),
    ),
  );
}

/** Reads ranges of a topic to their ends, one fetch of one partition at a time. */
export async function* readRanges(
  cluster: LogReader,
  topic: string,
  ranges: Ranges,
): AsyncGenerator<ReadTurn> {
  const unfinished = new Map([...ranges].filter(([, { start, end }]) => start < end));
  if (unfinished.size === 0) return;
  const from = new Map([...unfinished].map(([partition, { start }]) => [partition, start]));
  for await (const turn of cluster.read(topic, from)) {
    const range = unfinished.get(turn.partition);
    if (range === undefined) continue;
    const { end } = range;
    yield { ...turn, records: turn.records.filter(({ offset }) => offset < end) };
    if (turn.position >= end) unfinished.delete(turn.partition);
    if (unfinished.size === 0) return;
  }
}

/** Reads the dead letters that are meant, holding no more of them than one fetch brings. */
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
