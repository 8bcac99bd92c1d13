/** When the records of a load that are measured are due, in milliseconds since 1970. */
export interface Schedule {
  /** When the first measured record is due. */
  readonly fromMs: number;
  /** When the next record after the last one would be due. */
  readonly untilMs: number;
}

/** What a load sent during the measurement. */
export interface Load extends Schedule {
  readonly androids: number;
  /** The largest delay of a record behind its schedule. */
  readonly behindMs: number;
}
