import type { Contestant } from "./contestant.ts";
import { currentCommit, thisMachine, versionsHere } from "./machine.ts";
import type { PerformanceFigures } from "./performance_figures.ts";
import type { Plan } from "./plan.ts";
import type { Results } from "./results.ts";
import { judgeTargets } from "./target.ts";
import { targets } from "./targets.ts";

/** The plan, the contestants, and those that could not run. */
export interface Setup {
  readonly contestants: readonly Contestant[];
  readonly skipped: Readonly<Record<string, string>>;
  readonly plan: Plan;
  readonly words: readonly string[];
}

/** The options that affect the results, without those that name an output file. */
export function argumentsOf(words: readonly string[]): string {
  return words.join(" ").replaceAll(/--(?:record\b|json[ =]\S+)/g, "").replaceAll(/ +/g, " ")
    .trim();
}

/** All results of a run, with what one needs to judge them. */
export async function figuresOf(results: Results, setup: Setup): Promise<PerformanceFigures> {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: await currentCommit(),
    arguments: argumentsOf(setup.words),
    machine: await thisMachine(),
    versions: await versionsHere(),
    records: setup.plan.logins,
    roundCount: setup.plan.rounds,
    contestants: setup.contestants.map(({ name, title, settings }) => ({
      ...{ name, title, settings },
      rounds: results.runs.get(name) ?? [],
    })),
    skipped: setup.skipped,
    latency: results.latencyFigures(),
    restore: results.restore,
    idlePercent: results.idlePercent,
    scale: results.scale,
    targets: judgeTargets(targets, results),
  };
}
