/** The coordinates of a record. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * How topics can differ from what is expected: input records that were deleted before they were
 * processed (`lost`); an output that is `missing`, a `duplicate`, of the `wrong fate` or `altered`; a
 * fact without an input record (`alien`); facts that are not in the `order` of their input partition;
 * a sum of `deltas`, an emitted `count` or a row of the `table` that does not add up.
 */
export type DifferenceKind =
  | "lost"
  | "missing"
  | "duplicate"
  | "wrong fate"
  | "altered"
  | "alien"
  | "order"
  | "deltas"
  | "count"
  | "table";

/** One difference, without personal data. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The input record that is affected. */
  readonly source?: Place;
  /** The last affected offset of the partition, if several records from `source` on are. */
  readonly lastOffset?: number;
  /** The record that is wrong. */
  readonly found?: Place;
  /** The key of a count. */
  readonly key?: string;
  /** The names of the fields that differ. */
  readonly fields?: readonly string[];
  /** A sentence for people. */
  readonly message: string;
}

/** The numbers of an audit. */
export interface AuditTotals {
  /** Input records below the committed offsets, without those of aborted transactions. */
  readonly input: number;
  /** Their fates: expected ones if they have no output, else those that were found. */
  readonly enriched: number;
  readonly filtered: number;
  readonly deadLetters: number;
  readonly tombstones: number;
  /** Input records that are not processed yet. */
  readonly waiting: number;
  /** The keys of the counts, the records that hold them, and the logins that they add up to. */
  readonly counts: {
    readonly keys: number;
    readonly emitted: number;
    readonly logins: number;
    /** Logins of locales beyond MAX_LOCALES, which are counted together. */
    readonly overflow: number;
  };
}

/** What an audit found. */
export interface AuditReport {
  /** Whether everything that could be checked is right. */
  readonly agrees: boolean;
  readonly totals: AuditTotals;
  /** The first differences, up to the limit. */
  readonly differences: readonly Difference[];
  readonly differenceCount: number;
  /** What could not be checked and why, one sentence each. */
  readonly notChecked: readonly string[];
}

/** Coordinates as text. */
export function textOf({ topic, partition, offset }: Place): string {
  return `${topic}[${partition}]@${offset}`;
}
