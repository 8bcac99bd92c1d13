import type { StageEvent } from "../runner/stage_event.ts";
import type { Flow } from "./flow.ts";
import type { Percentiles } from "./latency.ts";
import type { Listener } from "./listener.ts";

/** What happened in one step of time. */
export interface Sample {
  readonly at: string;
  readonly read: number;
  readonly enriched: number;
  readonly filtered: number;
  readonly rejected: number;
  readonly committed: number;
  readonly aborted: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** Transactions by how they ended. */
export interface Transactions {
  readonly committed: number;
  readonly aborted: number;
}

/** How long one step of the history is. */
export const stepSeconds = 5;

const keptSamples = (15 * 60) / stepSeconds;

/** Transactions of both stages since the start. */
export class TransactionTotals implements Listener {
  #committed = 0;
  #aborted = 0;

  take({ event }: StageEvent): void {
    if (event === "committed") this.#committed++;
    else if (event === "aborted") this.#aborted++;
  }

  /** All since the start. */
  totals(): Transactions {
    return { committed: this.#committed, aborted: this.#aborted };
  }
}

/** The last quarter of an hour in steps, made of totals that only rise. */
export class History {
  readonly #samples: Sample[] = [];
  #flow: Flow | null = null;
  #transactions: Transactions = { committed: 0, aborted: 0 };

  /** Ends a step: what the totals have risen by is its sample. */
  step(atMs: number, flow: Flow, transactions: Transactions, latency: Percentiles): Sample {
    const since = (key: keyof Flow) => flow[key] - (this.#flow?.[key] ?? 0);
    const sample = {
      at: new Date(atMs).toISOString(),
      read: since("read"),
      enriched: since("enriched"),
      filtered: since("filtered"),
      rejected: since("rejected"),
      committed: transactions.committed - this.#transactions.committed,
      aborted: transactions.aborted - this.#transactions.aborted,
      p50Ms: latency.p50,
      p99Ms: latency.p99,
    };
    this.#flow = flow;
    this.#transactions = transactions;
    this.#samples.push(sample);
    if (this.#samples.length > keptSamples) this.#samples.shift();
    return sample;
  }

  /** All samples that are kept, oldest first. */
  samples(): readonly Sample[] {
    return [...this.#samples];
  }
}
