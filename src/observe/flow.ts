import type { FlowKey, FlowNumbers } from "../contract/flow.ts";
import { rejectedCause } from "../pipeline/stage.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Committed, Listener } from "./listener.ts";
import { SecondRing } from "./second_ring.ts";

type MutableFlow = { -readonly [K in FlowKey]: number };

const noRecords: FlowNumbers = {
  read: 0,
  enriched: 0,
  filtered: 0,
  tombstone: 0,
  rejected: 0,
  late: 0,
  logins: 0,
  counts: 0,
};
const flowKeys = Object.keys(noRecords) as FlowKey[];
const rateSeconds = 10;

/** Records of this process by outcome: totals, dead letters by cause, and rates. */
export class FlowTotals implements Listener {
  readonly #totals: MutableFlow = { ...noRecords };
  readonly #causes = new Map<string, number>();
  readonly #recent = new SecondRing<MutableFlow>(rateSeconds + 1, () => ({ ...noRecords }));
  readonly #now: () => number;

  /** Starts at zero; the clock returns milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  take(event: StageEvent): void {
    if (event.event !== "committed") return;
    const recent = this.#recent.at(this.#now());
    for (const { facts } of event.parts) {
      for (const [fact, count] of Object.entries(facts)) this.#add(event, fact, count, recent);
    }
  }

  /** Totals since the start. */
  totals(): FlowNumbers {
    return { ...this.#totals };
  }

  /** Records per second over the last 10 complete seconds. */
  perSecond(): FlowNumbers {
    const sum: MutableFlow = { ...noRecords };
    for (const flow of this.#recent.past(this.#now(), rateSeconds)) {
      for (const key of flowKeys) sum[key] += flow[key] / rateSeconds;
    }
    for (const key of flowKeys) sum[key] = Math.round(sum[key] * 10) / 10;
    return sum;
  }

  /** Dead letters by cause, the most frequent first. */
  causes(): { cause: string; count: number }[] {
    return [...this.#causes].map(([cause, count]) => ({ cause, count }))
      .sort((a, b) => b.count - a.count);
  }

  #add({ stage }: Committed, fact: string, count: number, recent: MutableFlow): void {
    const cause = rejectedCause(fact);
    if (cause !== null) this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + count);
    const key = keyOf(stage, fact);
    if (key === null) return;
    this.#totals[key] += count;
    recent[key] += count;
  }
}

/** The key that a fact of a stage counts under; null for facts that the flow does not show. */
function keyOf(stage: string, fact: string): FlowKey | null {
  if (rejectedCause(fact) !== null) return "rejected";
  if (fact === "read") return stage === "enrich" ? "read" : null; // count reads the output of enrich
  return flowKeys.find((key) => key === fact) ?? null;
}
