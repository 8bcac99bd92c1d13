import type { ClusterClient } from "../kafka/cluster.ts";
import { endsOf } from "../kafka/ranges.ts";

/** Latency percentiles, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/**
 * Measures latency with a read_committed consumer: from the timestamp that a login got when it was sent
 * to the arrival of its enriched record.
 */
export class LatencyProbe {
  readonly #latencies: number[] = [];
  #sinceMs = Infinity;
  #isStopped = false;

  /** Starts to read a topic from its end. */
  async watch(cluster: ClusterClient, topic: string): Promise<void> {
    const ends = await endsOf(cluster, topic);
    this.#follow(cluster, topic, new Map(ends.entries())).catch(() => {});
  }

  /** Counts only logins that were sent from now on. */
  begin(): void {
    this.#sinceMs = Date.now();
  }

  /** Stops and returns the percentiles; null if no record arrived. */
  stop(): Latency | null {
    this.#isStopped = true;
    const sorted = this.#latencies.sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    return sorted.length === 0 ? null : { p50: at(0.5), p99: at(0.99) };
  }

  async #follow(
    cluster: ClusterClient,
    topic: string,
    from: ReadonlyMap<number, number>,
  ): Promise<void> {
    for await (const { records } of cluster.read(topic, from)) {
      if (this.#isStopped) return;
      const now = Date.now();
      for (const { timestamp } of records) {
        if (timestamp >= this.#sinceMs) this.#latencies.push(now - Number(timestamp));
      }
    }
  }
}
