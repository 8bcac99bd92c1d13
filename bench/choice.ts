import type { Contestant } from "./contestant.ts";
import { fullPlan, nothingBesides, type Plan, quickPlan } from "./plan.ts";

/** What the command line asks for; null leaves it to the plan. */
export interface Choice {
  readonly quick: boolean;
  readonly count: number | null;
  readonly rounds: number | null;
  readonly rates: readonly number[] | null;
  readonly throughputOnly: boolean;
  /** The names of the contestants. */
  readonly only: readonly string[] | null;
}

type Named = Pick<Contestant, "name" | "part">;

/**
 * The plan that was asked for, of all contestants that there are. One that is measured for latency
 * alone is measured whenever it is named.
 */
export function planOf(choice: Choice, all: readonly Named[]): Plan {
  const { quick, count, rounds, rates, throughputOnly, only } = choice;
  const plan = quick ? quickPlan : fullPlan;
  const named = all
    .filter(({ name, part }) => part === "latency only" && only?.includes(name))
    .map(({ name }) => name);
  return {
    ...plan,
    logins: count ?? plan.logins,
    rounds: rounds ?? plan.rounds,
    latency: { ...plan.latency, rates: rates ?? plan.latency.rates },
    latencyContestants: [...new Set([...plan.latencyContestants, ...named])],
    ...(throughputOnly && nothingBesides),
  };
}

/** Whether a contestant takes part: if it was named, or without names, if the plan has a part for it. */
export function isChosen({ name, part }: Named, only: Choice["only"], plan: Plan): boolean {
  if (only !== null) return only.includes(name);
  return part !== "latency only" || plan.latencyContestants.includes(name);
}
