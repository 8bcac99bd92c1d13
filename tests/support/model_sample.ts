import type { FullSpeedFigures, ModelFigures, RateFigures } from "../../bench/model_figures.ts";

const run: FullSpeedFigures = {
  processes: 1,
  partitions: 10,
  logins: 1_000_000,
  loginsPerSecond: 240_000,
  cpuMicros: 4,
  brokerCpuMicros: 2,
  inputBrokerCpuMicros: 1,
  peakMegabytes: 150.25,
  connections: 9,
  ownedSeconds: 1.25,
  seconds: 4.17,
  inputBytes: 200,
  outputBytes: 100,
};

const rate: RateFigures = {
  loginsPerSecond: 5_000,
  cores: 0.44, // 0.02 idle, 0.02 for logins, 1 ms for each transaction
  brokerCores: 0.9, // 0.05 idle, 0.04 for the load, 0.01 for logins, 2 ms for each transaction
  brokerCoresAlone: 0.07,
  enrichTransactionsPerSecond: 300,
  countTransactionsPerSecond: 100,
};

/** A measurement whose transactions cost 1 ms of ours and 2 ms of the broker's. */
export const modelSample: ModelFigures = {
  date: "2026-11-30",
  commit: "abc1234",
  arguments: "--count 1000000",
  machine: { cores: 2, model: "a processor", gigabytes: 24 },
  versions: { Kafka: "4.3.1", Deno: "2.9.6" },
  fullSpeed: [run, { ...run, processes: 2, loginsPerSecond: 300_000 }],
  idle: { cores: 0.02, brokerCores: 0.05, brokerCoresAlone: 0.03 },
  rates: [rate],
};
