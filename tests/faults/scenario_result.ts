/** How long it took until another process had taken over and committed. */
export interface Takeover {
  readonly signal: "SIGKILL" | "SIGTERM";
  readonly ms: number;
}

/** The result of one scenario. */
export interface ScenarioResult {
  readonly name: string;
  readonly family: string;
  readonly seconds: number;
  /** Why it failed; null if all promises were kept. */
  readonly failure: string | null;
  readonly hits: readonly string[];
  /** The number of input records with a proven fate. */
  readonly records: number;
  /** What the audit could not check, and why. */
  readonly notChecked: readonly string[];
  readonly kills: number;
  readonly stalls: number;
  readonly resets: number;
  readonly takeovers: readonly Takeover[];
}
