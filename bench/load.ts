/** What a load sent while it counted. */
export interface Load {
  /** When the first record that counts was to be sent. */
  readonly fromMs: number;
  /** When one more would have been sent. */
  readonly untilMs: number;
  readonly androids: number;
  /** How late a record was sent at most. */
  readonly behindMs: number;
}
