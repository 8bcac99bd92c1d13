/** What is asked about one group. */
export interface GroupQuestions {
  readonly groupId: string;
  /** The next offset that the group will process; 0 where it has not committed yet. */
  readonly position: (partition: number) => Promise<number>;
  /** Told what is waited for. */
  readonly report: (line: string) => void;
}

const settleMs = 10_000;
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
  readonly #latest: { offset: number; askedMs: number; isSettled: boolean }[];

  private constructor(questions: GroupQuestions, first: readonly number[]) {
    this.#questions = questions;
    this.#first = first;
    this.#latest = first.map((offset) => ({ offset, askedMs: -Infinity, isSettled: false }));
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

  /** Whether the group has processed an offset by now; waits a little before it says no. */
  async covers(partition: number, offset: number): Promise<boolean> {
    const latest = this.#latest[partition];
    if (latest === undefined) return false;
    const deadlineMs = performance.now() + settleMs;
    while (offset >= latest.offset) {
      const nowMs = performance.now();
      const isJustAsked = nowMs - latest.askedMs < pollMs;
      // Where one fact was waited for in vain, a million may follow: none of them is waited for.
      if (latest.isSettled && isJustAsked) return false;
      if (isJustAsked) await new Promise((resolve) => setTimeout(resolve, pollMs));
      if (nowMs > deadlineMs) latest.isSettled = true;
      else await this.#askAgain(partition, latest);
    }
    return true;
  }

  /** Whether the group has committed anything since the audit began. */
  async haveMoved(): Promise<boolean> {
    const { position } = this.#questions;
    const now = await Promise.all(this.#first.map((_, partition) => position(partition)));
    return now.some((offset, partition) => offset !== this.#first[partition]);
  }

  async #askAgain(partition: number, latest: { offset: number; askedMs: number }): Promise<void> {
    latest.offset = await this.#questions.position(partition);
    latest.askedMs = performance.now();
  }
}
