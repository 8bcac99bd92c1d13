/** What a load sent during the measurement. */
export interface Load {
  /** When the first measured record was due. */
  readonly fromMs: number;
  /** When the next record after the last one would have been due. */
  readonly untilMs: number;
  readonly androids: number;
  /** The largest delay of a record behind its schedule. */
  readonly behindMs: number;
}
