/** The smallest, the median and the largest result of several rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The result of one contestant in one round. */
export interface RunFigures {
  readonly recordsPerSecond: number;
  readonly cpuSecondsPerMillion: number;
  /** The CPU time of all brokers over the same interval. */
  readonly brokerCpuSecondsPerMillion: number;
  readonly peakMegabytes: number;
  readonly firstOutputMs: number;
}

/** A recorded run. Recordings from before the broker's CPU was measured lack it. */
export type RecordedRun = Lacking<RunFigures, "brokerCpuSecondsPerMillion">;

/** A contestant, its settings, and its rounds. */
export interface ContestantFigures {
  readonly name: string;
  readonly title: string;
  readonly settings: string;
  readonly rounds: readonly RecordedRun[];
}

/** End-to-end latency of a contestant at a rate, by round. */
export interface LatencyFigures {
  readonly contestant: string;
  readonly recordsPerSecond: number;
  readonly rounds: readonly RecordedLatencyRound[];
}

/** Milliseconds from when a record was due until its output was read, and what that took. */
export interface LatencyRound {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  /** The largest delay of the load behind its schedule, which is included in the figures above. */
  readonly loadBehindMs: number;
  /** CPU seconds per second of the contestant, over the measured time. */
  readonly cores: number;
  /** The same of all brokers, which also serve the load and the reader. */
  readonly brokerCores: number;
}

/** A recorded round. Recordings from before cores were measured lack them. */
export type RecordedLatencyRound = Lacking<LatencyRound, "cores" | "brokerCores">;

type Lacking<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

/** One row of the targets: met, missed, or not measured in this run. */
export interface TargetFigures {
  readonly measure: string;
  readonly target: string;
  readonly measured: string;
  readonly verdict: "pass" | "MISS" | "not measured";
}

/** The recorded results of one benchmark run. */
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
  /** Percent of one core while idle; null if it was not measured. */
  readonly idlePercent: number | null;
  /** CPU microseconds per record, by the number of records processed before. */
  readonly scale: readonly ScaleFigures[];
  readonly targets: readonly TargetFigures[];
}

/** The cost per record between two numbers of records, and the memory at the end. */
export interface ScaleFigures {
  readonly from: number;
  readonly to: number;
  readonly cpuMicrosPerRecord: number;
}
