/** What a plan assumes besides the measured costs. Replace the examples by your own. */
export interface ScaleConditions {
  /** Copies of each record, with that of the leader. */
  readonly replicationFactor: number;
  /** The share of all cores, networks and disks that is used, above 0 and up to 1. */
  readonly utilization: number;
  /** What each further copy costs the brokers' CPU, as a share of all that the leaders do. */
  readonly copyShare: number;
  readonly coresPerBroker: number;
  /** What a broker's network carries in one direction. */
  readonly brokerMegabytesPerSecond: number;
  /** What one partition of the input takes. */
  readonly partitionMegabytesPerSecond: number;
  readonly partitionsPerWorker: number;
  /** How many programs read the output. */
  readonly outputReaders: number;
  /** How long input and output are kept. */
  readonly retentionDays: number;
  /** Brokers and processes are spread evenly, and each copy of a record is in a zone of its own. */
  readonly zones: number;
}

/** Unit prices. */
export interface UnitPrices {
  readonly dollarsPerCoreHour: number;
  readonly dollarsPerGigabyteMonth: number;
  readonly dollarsPerGigabyteBetweenZones: number;
}

/** The conditions of the plan in docs/scale.md. None of them is measured. */
export const exampleConditions: ScaleConditions = {
  replicationFactor: 3,
  utilization: 0.6,
  copyShare: 0.5,
  coresPerBroker: 8,
  brokerMegabytesPerSecond: 1_250,
  partitionMegabytesPerSecond: 10,
  partitionsPerWorker: 2,
  outputReaders: 1,
  retentionDays: 3,
  zones: 3,
};

/** Prices to calculate with, of no provider in particular. */
export const examplePrices: UnitPrices = {
  dollarsPerCoreHour: 0.04,
  dollarsPerGigabyteMonth: 0.08,
  dollarsPerGigabyteBetweenZones: 0.01,
};
