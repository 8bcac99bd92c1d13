import { FatalError } from "../errors.ts";
import { type LogReader, type Ranges, readRanges } from "../kafka/ranges.ts";
import { type Coordinate, coordinateText } from "./coordinate.ts";
import { type LedgerEntry, readEntry } from "./ledger.ts";
import { OffsetSet } from "./offset_set.ts";

/** Which dead letters of a topic were replayed. */
export class ReplayedLetters {
  readonly #topic: string;
  readonly #offsets = new Map<number, OffsetSet>();
  readonly #ends = new Map<number, number>();

  /** Begins with none. */
  constructor(deadLetterTopic: string) {
    this.#topic = deadLetterTopic;
  }

  /** Takes one in; one of another topic is none of ours. */
  add({ topic, partition, offset }: Coordinate): void {
    if (topic !== this.#topic) return;
    const offsets = this.#offsets.get(partition) ?? new OffsetSet();
    offsets.add(offset);
    this.#offsets.set(partition, offsets);
    this.#ends.set(partition, Math.max(offset + 1, this.#ends.get(partition) ?? 0));
  }

  /** Whether a dead letter was replayed. */
  has({ topic, partition, offset }: Coordinate): boolean {
    return topic === this.#topic && this.#offsets.get(partition)?.has(offset) === true;
  }

  /**
   * Refuses a dead-letter topic that was deleted and made again: the ledger would pass off new
   * letters as replayed ones that had their offsets. It shows as long as the topic is shorter.
   */
  checkFits(logs: Ranges): void {
    for (const [partition, end] of this.#ends) {
      const logEnd = logs.get(partition)?.end ?? 0;
      if (end <= logEnd) continue;
      throw new FatalError(
        `Cannot replay: the ledger knows offset ${end - 1} of "${this.#topic}[${partition}]", ` +
          `which ends at ${logEnd}; the topic was deleted and made again`,
        "delete the ledger topic, too, and make it again with: deno task create-topics",
      );
    }
  }
}

/** Reads the ledger up to the given ends. */
export async function readLedger(
  cluster: LogReader,
  ledgerTopic: string,
  ranges: Ranges,
  deadLetterTopic: string,
): Promise<ReplayedLetters> {
  const replayed = new ReplayedLetters(deadLetterTopic);
  for await (const { letter } of readEntries(cluster, ledgerTopic, ranges)) replayed.add(letter);
  return replayed;
}

/** The ledger's entry of one dead letter; null when it was not replayed. */
export async function findEntry(
  cluster: LogReader,
  ledgerTopic: string,
  ranges: Ranges,
  letter: Coordinate,
): Promise<LedgerEntry | null> {
  for await (const entry of readEntries(cluster, ledgerTopic, ranges)) {
    if (coordinateText(entry.letter) === coordinateText(letter)) return entry;
  }
  return null;
}

async function* readEntries(
  cluster: LogReader,
  ledgerTopic: string,
  ranges: Ranges,
): AsyncGenerator<LedgerEntry> {
  for await (const { records } of readRanges(cluster, ledgerTopic, ranges)) {
    for (const record of records) {
      const entry = readEntry(ledgerTopic, record);
      if (entry !== null) yield entry;
    }
  }
}
