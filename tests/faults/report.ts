import type { ScenarioResult, Takeover } from "./scenario_result.ts";

/** The totals of a run. */
export interface Totals {
  readonly scenarios: number;
  readonly passed: number;
  readonly failed: number;
  readonly records: number;
  readonly kills: number;
  readonly stalls: number;
  readonly resets: number;
  /** Milliseconds until another process had taken over; null if none was measured. */
  readonly recovery: Readonly<Record<Takeover["signal"], Recovery | null>>;
}

/** How long takeovers took. */
export interface Recovery {
  readonly measured: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The limits of takeovers at p99: a session of 6 s plus 3 s after SIGKILL, and 2 s after SIGTERM. */
const limitsMs = { SIGKILL: 9_000, SIGTERM: 2_000 } as const;

/** Adds up results. */
export function totalsOf(results: readonly ScenarioResult[]): Totals {
  const sum = (field: "records" | "kills" | "stalls" | "resets") =>
    results.reduce((total, result) => total + result[field], 0);
  const failed = results.filter(({ failure }) => failure !== null).length;
  const takeovers = results.flatMap((result) => result.takeovers);
  return {
    scenarios: results.length,
    passed: results.length - failed,
    failed,
    records: sum("records"),
    kills: sum("kills"),
    stalls: sum("stalls"),
    resets: sum("resets"),
    recovery: {
      SIGKILL: recoveryOf(takeovers, "SIGKILL"),
      SIGTERM: recoveryOf(takeovers, "SIGTERM"),
    },
  };
}

/** The percentile of values by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** The lines about a completed scenario. */
export function lineOf(result: ScenarioResult): string {
  const { name, family, seconds, failure, hits, takeovers, notChecked } = result;
  const verdict = failure === null ? "ok    " : "FAILED";
  const took = takeovers.map(({ signal, ms }) => `, taken over after ${signal} in ${ms} ms`);
  const hit = hits.length === 1 ? "1 hit" : `${hits.length} hits`;
  const line = `${verdict} ${seconds.toFixed(1).padStart(5)} s  ${family}: ${name}`;
  return [`${line} (${hit}${took.join("")})`, ...notChecked.map((why) => `         ${why}`)]
    .join("\n");
}

/** Why a scenario failed, and how to run it alone. */
export function failureOf({ name, family, failure }: ScenarioResult, seed: number): string {
  return `\nFAILED ${family}: ${name}\n${failure}\n` +
    `Again: deno task test:faults --seed ${seed} --scenario "${name}"\n`;
}

/** Whether takeovers were measured and kept their limits. */
export function keepsLimits({ recovery }: Totals): boolean {
  return (["SIGKILL", "SIGTERM"] as const)
    .every((signal) => (recovery[signal]?.p99Ms ?? Infinity) <= limitsMs[signal]);
}

/** The end of a run, for people. */
export function summaryOf(totals: Totals, seed: number): string {
  const { scenarios, records, kills, stalls, resets, passed, failed, recovery } = totals;
  return [
    `seed ${seed}, ${scenarios} scenarios, ${records} records, ${kills} kills, ${stalls} stalls, ` +
    `${resets} resets`,
    `recovery after SIGKILL: ${recoveryText(recovery.SIGKILL, limitsMs.SIGKILL)}`,
    `recovery after SIGTERM: ${recoveryText(recovery.SIGTERM, limitsMs.SIGTERM)}`,
    `${passed} passed, ${failed} failed`,
  ].join("\n");
}

function recoveryOf(takeovers: readonly Takeover[], wanted: Takeover["signal"]): Recovery | null {
  const values = takeovers.filter(({ signal }) => signal === wanted).map(({ ms }) => ms);
  if (values.length === 0) return null;
  const measured = values.length;
  return { measured, p50Ms: percentile(values, 0.5), p99Ms: percentile(values, 0.99) };
}

function recoveryText(recovery: Recovery | null, limitMs: number): string {
  if (recovery === null) return "not measured";
  const { measured, p50Ms, p99Ms } = recovery;
  const verdict = p99Ms <= limitMs ? "within" : "BEYOND";
  return `p50 ${p50Ms} ms, p99 ${p99Ms} ms of ${measured}, ${verdict} ${limitMs} ms`;
}
