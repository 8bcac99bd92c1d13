import type { Spread, TargetFigures } from "./performance_figures.ts";
import type { Results } from "./results.ts";
import { significant, spreadText } from "./spread.ts";

/** A target: a figure and the bound that its median must keep. */
export interface Target {
  readonly measure: string;
  readonly unit: string;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
  /** Null if this run did not measure it. */
  measured(results: Results): Spread | null;
}

/** Judges the results by the median of the rounds. */
export function judgeTargets(all: readonly Target[], results: Results): TargetFigures[] {
  return all.map((target) => {
    const { measure, unit, bound } = target;
    const measured = target.measured(results);
    return {
      measure,
      target: withUnit(boundText(bound), unit),
      measured: measured === null ? "" : withUnit(spreadText(measured), unit),
      verdict: measured === null ? "not measured" : keeps(bound, measured) ? "pass" : "MISS",
    };
  });
}

function keeps(bound: Target["bound"], { median }: Spread): boolean {
  return "atLeast" in bound ? median >= bound.atLeast : median <= bound.atMost;
}

function boundText(bound: Target["bound"]): string {
  return "atLeast" in bound ? `≥ ${significant(bound.atLeast)}` : `≤ ${significant(bound.atMost)}`;
}

function withUnit(text: string, unit: string): string {
  return unit === "" ? text : `${text} ${unit}`;
}
