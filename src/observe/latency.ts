import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";
import { SecondRing } from "./second_ring.ts";

/** Two percentiles in milliseconds; null where nothing was committed. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p99: number | null;
}

const keptSeconds = 61;
/** Bounds of classes that grow by a quarter: from a millisecond to a day, and a percentile is true to an eighth. */
const growth = 1.25;
const classes = 83;

/** How old records were when they were committed, of both stages, over the last minute. */
export class LatencyWindow implements Listener {
  readonly #recent = new SecondRing<Float64Array>(keptSeconds, () => new Float64Array(classes));
  readonly #now: () => number;

  /** Begins with nothing; the clock gives milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  take(event: StageEvent): void {
    if (event.event !== "committed" || event.stage !== "enrich") return;
    const { ms, recordsEach } = event.ages;
    if (ms.length === 0) return;
    const counts = this.#recent.at(this.#now());
    for (const age of ms) counts[classOf(age)]! += recordsEach;
  }

  /** Median and 99th percentile of the last so many seconds. */
  percentiles(seconds: number): Percentiles {
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

/** The middle of the class that holds this share of the records. */
function percentile(counts: Float64Array, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  const index = counts.findIndex((count) => (seen += count) >= total * share * (1 - 1e-9));
  return Math.round(growth ** (index - 0.5));
}
