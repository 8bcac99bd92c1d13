import { FatalError } from "../errors.ts";
import { type LogReader, type Ranges, readRanges } from "../kafka/ranges.ts";
import { type Coordinate, coordinateText } from "./coordinate.ts";
import { type LedgerEntry, readEntry } from "./ledger.ts";
import { OffsetSet } from "./offset_set.ts";

/** The dead letters of a topic that were replayed. */
export class ReplayedLetters {
  readonly #topic: string;
  readonly #offsets = new Map<number, OffsetSet>();
  readonly #ends = new Map<number, number>();

  /** Starts with none. */
  constructor(deadLetterTopic: string) {
    this.#topic = deadLetterTopic;
  }

  /** Adds one; ignores other topics. */
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
   * Refuses a dead-letter topic that was deleted and recreated: its new dead letters have offsets that
   * the ledger lists as replayed. This is detected while the topic is shorter than before.
   */
  checkFits(logs: Ranges): void {
    for (const [partition, end] of this.#ends) {
      const logEnd = logs.get(partition)?.end ?? 0;
      if (end <= logEnd) continue;
      throw new FatalError(
        `Cannot replay: the ledger has an entry for offset ${
          end - 1
        } of "${this.#topic}[${partition}]", ` +
          `which ends at ${logEnd}; the topic was deleted and recreated`,
        "delete the ledger topic, too, and recreate it with: deno task create-topics",
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

/** The ledger entry of one dead letter; null if it was not replayed. */
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
