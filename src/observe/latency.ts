import type { Status } from "../contract/status.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";
import { SecondRing } from "./second_ring.ts";

const keptSeconds = 61;
// Each class is a quarter wider than the one before: 83 of them reach from 1 ms to a day, and a
// percentile is accurate to an eighth.
const growth = 1.25;
const classes = 83;

/** The age of records when they were committed, over the last minute. */
export class LatencyWindow implements Listener {
  readonly #recent = new SecondRing<Float64Array>(keptSeconds, () => new Float64Array(classes));
  readonly #now: () => number;

  /** Starts empty; the clock returns milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  take(event: StageEvent): void {
    if (event.event !== "committed" || event.stage !== "enrich") return;
    const counts = this.#recent.at(this.#now());
    for (const { ages: { ms, recordsEach } } of event.parts) {
      for (const age of ms) counts[classOf(age)]! += recordsEach;
    }
  }

  /** Median and 99th percentile of the last `seconds`; null when nothing was committed. */
  percentiles(seconds: number): Status["latencyMs"] {
    const sum = new Float64Array(classes);
    for (const counts of this.#recent.past(this.#now() + 1000, seconds)) {
      counts.forEach((count, i) => sum[i]! += count);
    }
    return { p50: percentile(sum, 0.5), p99: percentile(sum, 0.99) };
  }
}

function classOf(ageMs: number): number {
  if (ageMs <= 1) return 0;
  return Math.min(classes - 1, Math.ceil(Math.log(ageMs) / Math.log(growth)));
}

/** The middle of the class that this share of the records reaches. */
function percentile(counts: Float64Array, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  const index = counts.findIndex((count) => (seen += count) >= total * share * (1 - 1e-9));
  return Math.round(growth ** (index - 0.5));
}
