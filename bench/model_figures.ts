import type { PerformanceFigures } from "./performance_figures.ts";

/** How many processes, each with one worker, share how many partitions of each topic. */
export interface Shape {
  readonly processes: number;
  readonly partitions: number;
}

/** A run at full speed: all logins wait before the clock starts. */
export interface FullSpeedFigures extends Shape {
  /** The logins between start and end of the clock. */
  readonly logins: number;
  readonly loginsPerSecond: number;
  /** CPU microseconds per login, the sum of all processes. */
  readonly cpuMicros: number;
  /** The broker's CPU microseconds per login over the same interval. */
  readonly brokerCpuMicros: number;
  /** The broker's CPU microseconds per login while a producer wrote the input, before the clock. */
  readonly inputBrokerCpuMicros: number;
  /** The largest peak memory of a process (VmHWM). */
  readonly peakMegabytes: number;
  /** The most TCP connections of a process. */
  readonly connections: number;
  /** From the start of the processes until they owned all partitions of both stages. */
  readonly ownedSeconds: number;
  /** From the release of the logins until all were committed and counted. */
  readonly seconds: number;
  /** Bytes of key and value of an input record, on average. */
  readonly inputBytes: number;
  /** Bytes of keys and values of enriched logins, for each login of the input. */
  readonly outputBytes: number;
}

/** Cores in use, which are CPU seconds per second, while no logins come. */
export interface IdleFigures {
  readonly cores: number;
  readonly brokerCores: number;
  /** The broker's without our process. */
  readonly brokerCoresAlone: number;
}

/** A process at a fixed rate of logins. */
export interface RateFigures {
  readonly loginsPerSecond: number;
  readonly cores: number;
  readonly brokerCores: number;
  /** The broker's under the same load without our process. */
  readonly brokerCoresAlone: number;
  /** Committed transactions per second of each stage. */
  readonly enrichTransactionsPerSecond: number;
  readonly countTransactionsPerSecond: number;
}

/** What the measurement of the model records. */
export interface ModelFigures
  extends Pick<PerformanceFigures, "date" | "commit" | "arguments" | "machine" | "versions"> {
  /** The shape of the first run is the one of the model. */
  readonly fullSpeed: readonly FullSpeedFigures[];
  readonly idle: IdleFigures;
  readonly rates: readonly RateFigures[];
}
