/** One piece of work at a time for each partition: kafkajs may overlap the handlers of two generations. */
export class PartitionQueues {
  readonly #ends = new Map<number, Promise<void>>();

  /** Does something once all that was put in before is over, whatever became of it. */
  enqueue(partition: number, work: () => Promise<void>): Promise<void> {
    const before = this.#ends.get(partition) ?? Promise.resolve();
    const done = before.then(work);
    this.#ends.set(partition, done.catch(() => {}));
    return done;
  }
}
