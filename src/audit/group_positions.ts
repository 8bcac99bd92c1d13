/** What is asked about one group. */
export interface GroupQuestions {
  readonly groupId: string;
  /** The next offset that the group will process; null where it has not committed yet. */
  readonly position: (partition: number) => Promise<number | null>;
  /** How long a position is waited for that a fact says has been passed. */
  readonly settleMs: number;
  /** Told what is waited for. */
  readonly report: (line: string) => void;
}

interface Latest {
  offset: number;
  hasCommitted: boolean;
  askedMs: number;
  /** Whether a position was waited for in vain. */
  isOverdue: boolean;
}

const pollMs = 100;

/**
 * Where a group stood when the audit began, and how far it has come since.
 *
 * The brokers write the markers of one transaction to each partition on its own: for a moment a fact
 * is visible, but the offset that was committed with it not yet. So a fact that seems to lie beyond
 * the position is believed only after the position has been asked for again, for a while.
 */
export class GroupPositions {
  readonly #questions: GroupQuestions;
  readonly #first: readonly number[];
  readonly #latest: Latest[];

  private constructor(questions: GroupQuestions, found: readonly (number | null)[]) {
    this.#questions = questions;
    this.#first = found.map((offset) => offset ?? 0);
    this.#latest = found.map((offset) => ({
      offset: offset ?? 0,
      hasCommitted: offset !== null,
      askedMs: -Infinity,
      isOverdue: false,
    }));
  }

  /** Asks for the positions in all partitions. */
  static async read(questions: GroupQuestions, partitionCount: number): Promise<GroupPositions> {
    const partitions = Array.from({ length: partitionCount }, (_, partition) => partition);
    return new GroupPositions(questions, await Promise.all(partitions.map(questions.position)));
  }

  /** The position in a partition when the audit began; 0 in one that there is not. */
  first(partition: number): number {
    return this.#first[partition] ?? 0;
  }

  /** The position in a partition as it was last asked for; null where nothing was committed. */
  latest(partition: number): number | null {
    const latest = this.#latest[partition];
    return latest?.hasCommitted ? latest.offset : null;
  }

  /** Whether the group has processed an offset by now; waits a little before it says no. */
  async covers(partition: number, offset: number): Promise<boolean> {
    const latest = this.#latest[partition];
    if (latest === undefined) return false;
    if (offset < latest.offset) return true;
    // Where one fact was waited for in vain, a million may follow: none of them is waited for.
    if (latest.isOverdue && performance.now() - latest.askedMs < pollMs) return false;
    await this.#askAgain(partition, latest);
    if (offset >= latest.offset && !latest.isOverdue) await this.#wait(partition, offset, latest);
    return offset < latest.offset;
  }

  /** Whether the group has committed anything since the audit began. */
  async haveMoved(): Promise<boolean> {
    const { position } = this.#questions;
    const now = await Promise.all(this.#first.map((_, partition) => position(partition)));
    return now.some((offset, partition) => (offset ?? 0) !== this.#first[partition]);
  }

  async #wait(partition: number, offset: number, latest: Latest): Promise<void> {
    const { groupId, settleMs, report } = this.#questions;
    const place = `partition ${partition} of group ${groupId}`;
    report(`waiting for the offset that ${place} commits next, ${settleMs / 1000} s at most`);
    const deadlineMs = performance.now() + settleMs;
    while (offset >= latest.offset && performance.now() < deadlineMs) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      await this.#askAgain(partition, latest);
    }
    latest.isOverdue = offset >= latest.offset;
  }

  async #askAgain(partition: number, latest: Latest): Promise<void> {
    const position = await this.#questions.position(partition);
    latest.offset = position ?? 0;
    latest.hasCommitted = position !== null;
    latest.askedMs = performance.now();
  }
}
