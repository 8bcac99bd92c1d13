/** How long it took until another process had taken over and committed. */
export interface Takeover {
  readonly signal: "SIGKILL" | "SIGTERM";
  readonly ms: number;
}

/** What became of one scenario. */
export interface ScenarioResult {
  readonly name: string;
  readonly family: string;
  readonly seconds: number;
  /** Why it failed; null when all promises were kept. */
  readonly failure: string | null;
  readonly hits: readonly string[];
  /** Input records whose fate was proven. */
  readonly records: number;
  /** What the audit could not check, and why. */
  readonly notChecked: readonly string[];
  readonly kills: number;
  readonly stalls: number;
  readonly resets: number;
  readonly takeovers: readonly Takeover[];
}
