import type { Window } from "./window.ts";

/** One running count. */
export interface CountEntry {
  /** The message key in the table. */
  readonly key: string;
  readonly locale: string;
  /** null for all time. */
  readonly window: Window | null;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly lastLoginMs: number;
}
