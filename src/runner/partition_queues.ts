/** Runs one job at a time per partition: kafkajs may overlap the handlers of two generations. */
export class PartitionQueues {
  readonly #latest = new Map<number, Promise<void>>();

  /** Runs a job after all earlier ones of its partition, whether they succeeded or failed. */
  enqueue(partition: number, work: () => Promise<void>): Promise<void> {
    const previous = this.#latest.get(partition) ?? Promise.resolve();
    const done = previous.then(work);
    this.#latest.set(partition, done.catch(() => {}));
    return done;
  }
}
