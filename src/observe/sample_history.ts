import type { FlowKey, FlowNumbers } from "../contract/flow.ts";
import type { Sample } from "../contract/history.ts";
import type { Status } from "../contract/status.ts";

/** The length of one step of the history. */
export const stepSeconds = 5;

const keptSamples = (15 * 60) / stepSeconds;

/** Samples of the last 15 minutes, computed from totals that only grow. */
export class SampleHistory {
  readonly #samples: Sample[] = [];
  #flow: FlowNumbers | null = null;
  #transactions: Status["transactions"] = { committed: 0, aborted: 0 };

  /** Ends a step: its sample is the growth of the totals since the step before. */
  step(
    atMs: number,
    flow: FlowNumbers,
    transactions: Status["transactions"],
    latencyMs: Status["latencyMs"],
  ): Sample {
    const since = (key: FlowKey) => flow[key] - (this.#flow?.[key] ?? 0);
    const sample = {
      at: new Date(atMs).toISOString(),
      read: since("read"),
      enriched: since("enriched"),
      filtered: since("filtered"),
      rejected: since("rejected"),
      committed: transactions.committed - this.#transactions.committed,
      aborted: transactions.aborted - this.#transactions.aborted,
      p50Ms: latencyMs.p50,
      p99Ms: latencyMs.p99,
    };
    this.#flow = flow;
    this.#transactions = transactions;
    this.#samples.push(sample);
    if (this.#samples.length > keptSamples) this.#samples.shift();
    return sample;
  }

  /** All samples, oldest first. */
  samples(): readonly Sample[] {
    return [...this.#samples];
  }
}
