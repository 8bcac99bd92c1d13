/** How many logins a locale has in one table. */
export interface LocaleTotal {
  readonly locale: string;
  readonly count: number;
  readonly lastLogin: string;
}

/** What `/api/counts` answers, and what an event says of it: then only the changed counts. */
export interface CountsAnswer {
  /** An ISO 8601 duration; null for all time. */
  readonly window: string | null;
  readonly windowStart: string | null;
  readonly windowEnd: string | null;
  readonly total: number;
  readonly counts: readonly LocaleTotal[];
  readonly windows?: readonly string[];
  /** Newest first. */
  readonly starts?: readonly string[];
}

/** What can become of a record, and what the stages write. */
export type FlowKey =
  | "read"
  | "enriched"
  | "filtered"
  | "tombstone"
  | "rejected"
  | "late"
  | "logins"
  | "counts";

/** Numbers on the edges of the flow. */
export type FlowNumbers = Readonly<Record<FlowKey, number>>;

/** One input partition of a stage. */
export interface PartitionStatus {
  readonly stage: string;
  readonly topic: string;
  readonly partition: number;
  readonly owner: string | null;
  readonly isOurs: boolean;
  readonly worker: number | null;
  readonly state: string;
  readonly committed: number | null;
  readonly end: number | null;
  readonly lag: number | null;
  readonly lastCommitAt: string | null;
}

/** Something that happened to the assignment of a stage. */
export interface RebalanceEvent {
  readonly at: string;
  readonly stage: string;
  readonly event: string;
  readonly detail: string;
}

/** A record that was no login. */
export interface DeadLetterNotice {
  readonly at: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly cause: string;
  readonly message: string;
}

/** A schema that the processor writes or reads with. */
export interface SchemaInUse {
  readonly subject: string;
  readonly id: number;
  readonly version: number;
  readonly name: string;
}

/** What `/api/status` answers. */
export interface Status {
  readonly service: {
    readonly name: string;
    readonly version: string;
    readonly appId: string;
    readonly instance: string;
    readonly startedAt: string;
    readonly now: string;
    readonly workers: number;
  };
  readonly health: {
    readonly alive: boolean;
    readonly ready: boolean;
    readonly reasons: readonly string[];
  };
  readonly topics: {
    readonly input: string;
    readonly output: string;
    readonly deadLetters: string;
    readonly deltas: string;
    readonly counts: string;
  };
  readonly flow: { readonly totals: FlowNumbers; readonly perSecond: FlowNumbers };
  readonly partitions: readonly PartitionStatus[];
  readonly transactions: { readonly committed: number; readonly aborted: number };
  readonly latencyMs: { readonly p50: number | null; readonly p99: number | null };
  readonly rebalances: readonly RebalanceEvent[];
  readonly deadLetters: {
    readonly total: number;
    readonly byCause: readonly { readonly cause: string; readonly count: number }[];
    readonly newest: readonly DeadLetterNotice[];
  };
  readonly schemas: readonly SchemaInUse[];
}

/** What happened within one step of the history. */
export interface Sample {
  readonly at: string;
  readonly read: number;
  readonly enriched: number;
  readonly filtered: number;
  readonly rejected: number;
  readonly committed: number;
  readonly aborted: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** The all-time count of one locale at the times of the history; null where it is not known. */
export interface LocaleSeries {
  readonly locale: string;
  readonly counts: readonly (number | null)[];
}

/** What `/api/history` answers. */
export interface History {
  readonly stepSeconds: number;
  readonly samples: readonly Sample[];
  readonly counts: { readonly at: readonly string[]; readonly locales: readonly LocaleSeries[] };
}

/** The first event of every connection: the whole truth. */
export interface Snapshot {
  readonly status: Status;
  readonly counts: CountsAnswer;
  /** The newest window of each size; null where there is none yet. */
  readonly windows: Readonly<Record<string, CountsAnswer | null>>;
  readonly history: History;
}

/** One more step of the history, with the leading locales at its end. */
export interface SampleEvent {
  readonly sample: Sample;
  readonly locales: readonly { readonly locale: string; readonly count: number }[];
}
