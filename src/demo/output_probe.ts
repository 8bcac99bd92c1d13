import type { ClusterClient } from "../kafka/cluster.ts";
import { endsOf } from "../kafka/ranges.ts";

/** Latency percentiles, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** How fast records arrived, from the first arrival to the last. */
export interface ArrivalSpan {
  /** The share of all records that arrived after the first arrival, from 0 to 1. */
  readonly share: number;
  readonly seconds: number;
}

interface Arrival {
  readonly atMs: number;
  /** When the logins were sent, in milliseconds since the epoch. */
  readonly sentAtMs: readonly number[];
}

/** Watches the output as a read_committed consumer does: which records arrive, and when. */
export class OutputProbe {
  readonly #arrivals: Arrival[] = [];
  #isStopped = false;

  /** Starts to read a topic from its end. */
  async watch(cluster: ClusterClient, topic: string): Promise<void> {
    const ends = await endsOf(cluster, topic);
    this.#follow(cluster, topic, new Map(ends.entries())).catch(() => {});
  }

  /** Stops reading. */
  stop(): void {
    this.#isStopped = true;
  }

  /** The span of the records that arrived since a time; null if all arrived at once, or none. */
  spanSince(sinceMs: number): ArrivalSpan | null {
    const arrivals = this.#arrivals.filter(({ atMs }) => atMs >= sinceMs);
    const [first, ...others] = arrivals;
    const last = others.at(-1);
    if (first === undefined || last === undefined || last.atMs === first.atMs) return null;
    const later = recordsIn(others);
    return {
      share: later / (later + recordsIn([first])),
      seconds: (last.atMs - first.atMs) / 1000,
    };
  }

  /**
   * The latency of logins that were sent since a time: from the timestamp that a login got when it was
   * sent to the arrival of its enriched record. null if none arrived.
   */
  latencySince(sinceMs: number): Latency | null {
    const sorted = this.#arrivals
      .flatMap(({ atMs, sentAtMs }) =>
        sentAtMs.filter((sent) => sent >= sinceMs).map((sent) => atMs - sent)
      )
      .sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    return sorted.length === 0 ? null : { p50: at(0.5), p99: at(0.99) };
  }

  async #follow(
    cluster: ClusterClient,
    topic: string,
    from: ReadonlyMap<number, number>,
  ): Promise<void> {
    for await (const { records } of cluster.read(topic, new Map(from))) {
      if (this.#isStopped) return;
      if (records.length === 0) continue;
      const sentAtMs = records.map(({ timestamp }) => Number(timestamp));
      this.#arrivals.push({ atMs: Date.now(), sentAtMs });
    }
  }
}

function recordsIn(arrivals: readonly Arrival[]): number {
  return arrivals.reduce((sum, { sentAtMs }) => sum + sentAtMs.length, 0);
}
