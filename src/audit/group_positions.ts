/** How to ask for the positions of one group. */
export interface GroupQuestions {
  readonly groupId: string;
  /** The committed offset of a partition; null if there is none. */
  readonly position: (partition: number) => Promise<number | null>;
  /** How long to wait for a committed offset that a fact requires. */
  readonly settleMs: number;
  /** Takes a line about waiting. */
  readonly report: (line: string) => void;
}

interface Latest {
  offset: number;
  hasCommitted: boolean;
  askedMs: number;
  /** Whether waiting for the committed offset has timed out. */
  isOverdue: boolean;
}

const pollMs = 100;

/**
 * The committed offsets of a group when the audit began, and since then.
 *
 * Brokers write the markers of one transaction to each partition separately. For a moment a fact can be
 * visible before the offset that was committed with it. So a fact beyond the committed offset counts as
 * such only after the offset has been read again for a while.
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

  /** Reads the committed offsets of all partitions. */
  static async read(questions: GroupQuestions, partitionCount: number): Promise<GroupPositions> {
    const partitions = Array.from({ length: partitionCount }, (_, partition) => partition);
    return new GroupPositions(questions, await Promise.all(partitions.map(questions.position)));
  }

  /** The committed offset of a partition when the audit began; 0 if there was none. */
  first(partition: number): number {
    return this.#first[partition] ?? 0;
  }

  /** The committed offset of a partition when it was last read; null if there was none. */
  latest(partition: number): number | null {
    const latest = this.#latest[partition];
    return latest?.hasCommitted ? latest.offset : null;
  }

  /** Whether the group has processed an offset; waits before it says no. */
  async covers(partition: number, offset: number): Promise<boolean> {
    const latest = this.#latest[partition];
    if (latest === undefined) return false;
    if (offset < latest.offset) return true;
    // After one timeout, do not wait again for each of the facts that may follow.
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
    report(`waiting up to ${settleMs / 1000} s for the next commit of ${place}`);
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
