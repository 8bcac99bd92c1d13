/** Where a stage stands in one partition of its input, whoever owns it. */
export interface PartitionPosition {
  readonly partition: number;
  readonly owner: { readonly memberId: string; readonly name: string } | null;
  readonly committed: number | null;
  /** The first offset of the log. */
  readonly start: number | null;
  /** The offset behind the last decided record. */
  readonly end: number | null;
}

/** A stage's input and where the stage stands in it. */
export interface StagePositions {
  readonly stage: "enrich" | "count";
  readonly topic: string;
  readonly partitions: readonly PartitionPosition[];
}

/** A program in a stage's group that is no processor, and what it has been given. */
export interface Stranger {
  readonly stage: StagePositions["stage"];
  readonly groupId: string;
  readonly topic: string;
  /** As it calls itself. */
  readonly clientId: string;
  readonly host: string;
  readonly partitions: readonly number[];
}

/** A dead letter without anything that the record says. */
export interface DeadLetter {
  /** The Kafka timestamp of the record; null where no date-time has it. */
  readonly at: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly cause: string;
  readonly message: string;
}

/** A schema in use. */
export interface SchemaInUse {
  readonly subject: string;
  readonly id: number;
  readonly version: number | null;
  readonly name: string;
}

/** What is known of the cluster, all processes together; a few seconds old. */
export interface ClusterView {
  positions(): readonly StagePositions[];
  /** The newest dead letters, newest first. */
  deadLetters(): readonly DeadLetter[];
  schemas(): readonly SchemaInUse[];
}
