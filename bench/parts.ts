import type { Contestant } from "./contestant.ts";

type Part = Pick<Contestant, "part">;

/** Whether a contestant takes part in the warm-up. */
export function runsInWarmUp({ part }: Part): boolean {
  return part === "every round";
}

/** Whether the throughput of a contestant is measured in a round; rounds are counted from 0. */
export function runsInRound({ part }: Part, round: number): boolean {
  return part !== "latency only" && (part !== "one round" || round === 0);
}
