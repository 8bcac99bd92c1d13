/** A record's place in a topic. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * How topics and expectation can differ: input records that were deleted before they were processed
 * (`lost`); one whose fate is `missing`, is there twice
 * (`duplicate`), is another one (`wrong fate`) or has another content (`altered`); a fact without
 * any input record behind it (`alien`); facts of one input partition that are not in its `order`;
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

/** One thing that differs, without anything that a login says of its user. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The input record that it is about. */
  readonly source?: Place;
  /** The last of its partition, where it is about all from `source` on. */
  readonly lastOffset?: number;
  /** The record that should not be there, or not so. */
  readonly found?: Place;
  /** The key of a count. */
  readonly key?: string;
  /** What differs in it, by name. */
  readonly fields?: readonly string[];
  /** A sentence for people. */
  readonly message: string;
}

/** What was audited, in numbers. */
export interface AuditTotals {
  /** Input records below the committed offsets, those of aborted transactions left out. */
  readonly input: number;
  /** Their fates: those without an output by the pure core's word, the others as they were found. */
  readonly enriched: number;
  readonly filtered: number;
  readonly deadLetters: number;
  readonly tombstones: number;
  /** Input records that the pipeline has not come to yet. */
  readonly waiting: number;
  /** The counts' keys, the records that told them, the logins that they sum up to. */
  readonly counts: {
    readonly keys: number;
    readonly emitted: number;
    readonly logins: number;
    /** Logins that were counted together, their locales being more than MAX_LOCALES. */
    readonly overflow: number;
  };
}

/** What an audit found. */
export interface AuditReport {
  /** Whether nothing differs in all that could be checked. */
  readonly agrees: boolean;
  readonly totals: AuditTotals;
  /** The first differences, as many as were asked for. */
  readonly differences: readonly Difference[];
  readonly differenceCount: number;
  /** What could not be checked, and why; a sentence each. */
  readonly notChecked: readonly string[];
}

/** A place as people write it. */
export function textOf({ topic, partition, offset }: Place): string {
  return `${topic}[${partition}]@${offset}`;
}
