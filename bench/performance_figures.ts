/** The smallest, the middle and the largest of what several rounds gave. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What one contestant reached in one round. */
export interface RunFigures {
  readonly recordsPerSecond: number;
  readonly cpuSecondsPerMillion: number;
  readonly peakMegabytes: number;
  readonly firstOutputMs: number;
}

/** A contestant, how it was set, and its rounds. */
export interface ContestantFigures {
  readonly name: string;
  readonly title: string;
  readonly settings: string;
  readonly rounds: readonly RunFigures[];
}

/** End-to-end latency of a contestant at a rate, by round. */
export interface LatencyFigures {
  readonly contestant: string;
  readonly recordsPerSecond: number;
  readonly rounds: readonly LatencyRound[];
}

/** Milliseconds from when a record was to be sent to when its output was read. */
export interface LatencyRound {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  /** How far the load itself was behind its schedule at most; it is part of the figures above. */
  readonly loadBehindMs: number;
}

/** One row of what has to be shown: met, missed, or not measured in this run. */
export interface TargetFigures {
  readonly measure: string;
  readonly target: string;
  readonly measured: string;
  readonly verdict: "pass" | "MISS" | "not measured";
}

/** The figures of one run of the benchmark, as it records them. */
export interface PerformanceFigures {
  readonly date: string;
  readonly commit: string;
  readonly arguments: string;
  readonly machine: { readonly cores: number; readonly model: string; readonly gigabytes: number };
  readonly versions: Readonly<Record<string, string>>;
  readonly records: number;
  readonly roundCount: number;
  readonly contestants: readonly ContestantFigures[];
  /** Why a contestant was left out, by title. */
  readonly skipped: Readonly<Record<string, string>>;
  readonly latency: readonly LatencyFigures[];
  readonly restore: readonly { readonly keys: number; readonly ms: number }[];
  /** Percent of one core while nothing comes; null where it was not measured. */
  readonly idlePercent: number | null;
  /** Microseconds of CPU for each record, by how many had been processed before. */
  readonly scale: readonly ScaleFigures[];
  readonly targets: readonly TargetFigures[];
}

/** What a record cost between two counts of records, and the memory at the end of it. */
export interface ScaleFigures {
  readonly from: number;
  readonly to: number;
  readonly cpuMicrosPerRecord: number;
}
