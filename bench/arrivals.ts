import type { Schedule } from "./load.ts";
import { type Percentiles, percentilesOf } from "./percentiles.ts";

const firstCapacity = 1 << 16;

/** Due times and arrival times of records, in two growing arrays, so that adding one is cheap. */
export class Arrivals {
  #sentMs = new Float64Array(firstCapacity);
  #latencyMs = new Int32Array(firstCapacity);
  #length = 0;

  /** Adds one arrival. */
  add(sentMs: number, arrivedMs: number): void {
    if (this.#length === this.#sentMs.length) this.#grow();
    this.#sentMs[this.#length] = sentMs;
    this.#latencyMs[this.#length++] = arrivedMs - sentMs;
  }

  /** How many of the measured records have arrived. */
  countOf(schedule: Schedule): number {
    return this.#of(schedule).length;
  }

  /** The latency of each measured record. */
  latencies(schedule: Schedule): Percentiles {
    return percentilesOf(Int32Array.from(this.#of(schedule)));
  }

  #of({ fromMs, untilMs }: Schedule): number[] {
    const latencies: number[] = [];
    for (let at = 0; at < this.#length; at++) {
      const sentMs = this.#sentMs[at]!;
      if (sentMs >= fromMs && sentMs < untilMs) latencies.push(this.#latencyMs[at]!);
    }
    return latencies;
  }

  #grow(): void {
    const [sent, latency] = [this.#sentMs, this.#latencyMs];
    this.#sentMs = new Float64Array(sent.length * 2);
    this.#sentMs.set(sent);
    this.#latencyMs = new Int32Array(latency.length * 2);
    this.#latencyMs.set(latency);
  }
}
