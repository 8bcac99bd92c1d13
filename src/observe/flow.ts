import { rejectedCause } from "../pipeline/stage.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Committed, Listener } from "./listener.ts";
import { SecondRing } from "./second_ring.ts";

/** What is counted of the records that flow, in the order in which it is shown. */
export const flowKeys = [
  "read",
  "enriched",
  "filtered",
  "tombstone",
  "rejected",
  "late",
  "logins",
  "counts",
] as const;

/** Numbers of records by what became of them. */
export type Flow = Readonly<Record<typeof flowKeys[number], number>>;

type MutableFlow = { -readonly [K in keyof Flow]: number };

const rateSeconds = 10;

/** How many records met which fate in this process: ever, by cause, and lately. */
export class FlowTotals implements Listener {
  readonly #totals = noFlow();
  readonly #causes = new Map<string, number>();
  readonly #recent = new SecondRing<MutableFlow>(rateSeconds + 1, noFlow);
  readonly #now: () => number;

  /** Begins with nothing; the clock gives milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  take(event: StageEvent): void {
    if (event.event !== "committed") return;
    const recent = this.#recent.at(this.#now());
    for (const [fact, count] of Object.entries(event.facts)) this.#add(event, fact, count, recent);
  }

  /** All since the start. */
  totals(): Flow {
    return { ...this.#totals };
  }

  /** Records a second, over the last ten seconds that are complete. */
  perSecond(): Flow {
    const sum = noFlow();
    for (const flow of this.#recent.past(this.#now(), rateSeconds)) {
      for (const key of flowKeys) sum[key] += flow[key] / rateSeconds;
    }
    for (const key of flowKeys) sum[key] = Math.round(sum[key] * 10) / 10;
    return sum;
  }

  /** Dead letters by cause, most of them first. */
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

/** What a fact of a stage is in the flow; null for what is not shown there. */
function keyOf(stage: string, fact: string): keyof Flow | null {
  if (rejectedCause(fact) !== null) return "rejected";
  if (fact === "read") return stage === "enrich" ? "read" : null; // the other reads what is ours
  return flowKeys.find((key) => key === fact) ?? null;
}

function noFlow(): MutableFlow {
  return Object.fromEntries(flowKeys.map((key) => [key, 0])) as MutableFlow;
}
