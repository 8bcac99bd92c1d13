import type { ClusterClient } from "../kafka/cluster.ts";
import { endsOf } from "../kafka/ranges.ts";

/** How long records took, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/**
 * Watches a topic as a reader at read_committed: from the timestamp that a login got when it was
 * sent to the moment its enriched record arrives here.
 */
export class LatencyProbe {
  readonly #latencies: number[] = [];
  #sinceMs = Infinity;
  #isStopped = false;

  /** Follows a topic from its end on. */
  async watch(cluster: ClusterClient, topic: string): Promise<void> {
    const ends = await endsOf(cluster, topic);
    this.#follow(cluster, topic, new Map(ends.entries())).catch(() => {});
  }

  /** Counts only logins that were sent from now on. */
  begin(): void {
    this.#sinceMs = Date.now();
  }

  /** Watches no more and sums up; null when nothing came. */
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
