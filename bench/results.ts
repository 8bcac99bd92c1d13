import type {
  LatencyFigures,
  LatencyRound,
  RunFigures,
  ScaleFigures,
} from "./performance_figures.ts";

/** The results so far. */
export class Results {
  readonly runs = new Map<string, RunFigures[]>();
  readonly latency = new Map<string, Map<number, LatencyRound[]>>();
  readonly restore: { keys: number; ms: number }[] = [];
  idlePercent: number | null = null;
  /** How many workers a worker on each core is beyond one. */
  furtherWorkers = 0;
  scale: readonly ScaleFigures[] = [];

  /** Adds a run of a contestant. */
  addRun(contestant: string, figures: RunFigures): void {
    this.runs.set(contestant, [...this.#runsOf(contestant), figures]);
  }

  /** Adds the latencies of one round of a contestant, by rate. */
  addLatency(contestant: string, byRate: ReadonlyMap<number, LatencyRound>): void {
    const known = this.latency.get(contestant) ?? new Map<number, LatencyRound[]>();
    this.latency.set(contestant, known);
    for (const [rate, round] of byRate) known.set(rate, [...known.get(rate) ?? [], round]);
  }

  /** One figure from all rounds of a contestant; empty if it did not run. */
  of(contestant: string, figure: keyof RunFigures): number[] {
    return this.#runsOf(contestant).map((run) => run[figure]);
  }

  /** One percentile from all rounds at a rate; empty if it was not measured. */
  latencyOf(contestant: string, rate: number, percentile: keyof LatencyRound): number[] {
    return this.latency.get(contestant)?.get(rate)?.map((round) => round[percentile]) ?? [];
  }

  /** The latencies in their recorded form. */
  latencyFigures(): LatencyFigures[] {
    return [...this.latency].flatMap(([contestant, byRate]) =>
      [...byRate].map(([recordsPerSecond, rounds]) => ({ contestant, recordsPerSecond, rounds }))
    );
  }

  #runsOf(contestant: string): RunFigures[] {
    return this.runs.get(contestant) ?? [];
  }
}
