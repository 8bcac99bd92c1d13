import type { ClusterClient } from "../src/kafka/cluster.ts";
import { readLoginCount } from "./login_count.ts";

/** Follows a table of counts as a reader at read_committed, and adds up the latest ones. */
export class CountFollower implements AsyncDisposable {
  readonly #cluster: ClusterClient;
  readonly #latest = new Map<string, number>();
  #total = 0;
  #isStopped = false;

  /** Follows from the beginning, over a connection that is its own from then on. */
  constructor(cluster: ClusterClient, topic: string, partitionCount: number) {
    this.#cluster = cluster;
    const partitions = Array.from({ length: partitionCount }, (_, at) => [at, 0] as const);
    this.#follow(topic, new Map(partitions)).catch((error) => {
      if (!this.#isStopped) throw error;
    });
  }

  /** How many logins are counted. */
  get total(): number {
    return this.#total;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    await this.#cluster.disconnect();
  }

  async #follow(topic: string, from: ReadonlyMap<number, number>): Promise<void> {
    for await (const { records } of this.#cluster.read(topic, from)) {
      if (this.#isStopped) return;
      for (const { value } of records) if (value !== null) this.#take(value);
    }
  }

  #take(value: Uint8Array): void {
    const { locale, count } = readLoginCount(value);
    this.#total += count - (this.#latest.get(locale) ?? 0);
    this.#latest.set(locale, count);
  }
}
