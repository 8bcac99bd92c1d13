import { errorType } from "../src/kafka/access/error_type.ts";
import type { ClusterClient } from "../src/kafka/cluster.ts";
import { readLoginCount } from "./login_count.ts";
import { pause } from "./pause.ts";

const settlePauseMs = 100;
const settlingTypes = new Set([
  "LEADER_NOT_AVAILABLE",
  "NOT_LEADER_FOR_PARTITION",
  "UNKNOWN_TOPIC_OR_PARTITION",
]);

/** Follows a table of counts as a read_committed reader and adds up the latest counts. */
export class CountFollower implements AsyncDisposable {
  readonly #cluster: ClusterClient;
  readonly #latest = new Map<string, number>();
  #total = 0;
  #isStopped = false;
  #failure: unknown = null;

  /** Follows the topic from its beginning, and owns the connection from then on. */
  constructor(cluster: ClusterClient, topic: string, partitionCount: number) {
    this.#cluster = cluster;
    const partitions = Array.from({ length: partitionCount }, (_, at) => [at, 0] as const);
    this.#follow(topic, new Map(partitions)).catch((error) => this.#failure = error);
  }

  /** How many logins are counted; throws if following has failed. */
  get total(): number {
    if (this.#failure !== null) throw this.#failure;
    return this.#total;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    await this.#cluster.disconnect();
  }

  async #follow(topic: string, positions: Map<number, number>): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#readOn(topic, positions);
      } catch (error) {
        // A partition of a new topic may not have a leader yet.
        if (this.#isStopped || !settlingTypes.has(errorType(error) ?? "")) throw error;
        await pause(settlePauseMs);
      }
    }
  }

  async #readOn(topic: string, positions: Map<number, number>): Promise<void> {
    for await (const { partition, records, position } of this.#cluster.read(topic, positions)) {
      if (this.#isStopped) return;
      for (const { value } of records) if (value !== null) this.#take(value);
      positions.set(partition, position);
    }
  }

  #take(value: Uint8Array): void {
    const { locale, count } = readLoginCount(value);
    this.#total += count - (this.#latest.get(locale) ?? 0);
    this.#latest.set(locale, count);
  }
}
