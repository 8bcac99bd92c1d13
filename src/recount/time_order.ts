import type { InputBatch, InputRecord } from "../pipeline/record.ts";

/** The records of one partition in offset order. */
export interface PartitionRecords {
  readonly partition: number;
  readonly records: AsyncIterator<readonly InputRecord[]>;
}

const maxBatchRecords = 10_000;

/**
 * Merges the partitions of a topic by the Kafka timestamps of their records, as they first arrived. A
 * partition that is read far ahead of the others would close their windows. No partition runs ahead of
 * the next record of another by more than the slack; each keeps its own order.
 */
export async function* inTimeOrder(
  topic: string,
  partitions: readonly PartitionRecords[],
  slackMs: number,
): AsyncGenerator<InputBatch> {
  let queues = partitions.map((source) => new Queue(source));
  while (true) {
    for (const queue of queues) await queue.fill();
    queues = queues.filter(({ isOver }) => !isOver);
    const [first, second] = queues.toSorted((a, b) => a.headMs - b.headMs);
    if (first === undefined) return;
    const records = first.take((second?.headMs ?? Infinity) + slackMs);
    yield { topic, partition: first.partition, records };
  }
}

class Queue {
  readonly partition: number;
  readonly #source: AsyncIterator<readonly InputRecord[]>;
  #records: readonly InputRecord[] = [];
  #at = 0;
  #isOver = false;

  constructor({ partition, records }: PartitionRecords) {
    this.partition = partition;
    this.#source = records;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The approximate timestamp of the next record; valid after `fill` unless the queue is over. */
  get headMs(): number {
    return Number(this.#records[this.#at]!.timestamp);
  }

  async fill(): Promise<void> {
    while (!this.#isOver && this.#at === this.#records.length) {
      const { done, value } = await this.#source.next();
      this.#isOver = done === true;
      this.#records = value ?? [];
      this.#at = 0;
    }
  }

  /** The next record, and those after it up to a timestamp. */
  take(latestMs: number): readonly InputRecord[] {
    const start = this.#at++;
    const end = Math.min(this.#records.length, start + maxBatchRecords);
    while (this.#at < end && this.#records[this.#at]!.timestamp <= latestMs) this.#at++;
    return this.#records.slice(start, this.#at);
  }
}
