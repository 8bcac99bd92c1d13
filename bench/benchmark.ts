import type { Contestant } from "./contestant.ts";
import { measureIdle } from "./idle.ts";
import { inTurn } from "./in_turn.ts";
import { fillInput, type Input } from "./input.ts";
import { type LatencyPlan, measureLatency } from "./latency.ts";
import { furtherWorkers } from "./our_contestants.ts";
import { OutputJudge } from "./output_check.ts";
import { runsInRound, runsInWarmUp } from "./parts.ts";
import type { Plan } from "./plan.ts";
import { measureRestore } from "./restore.ts";
import type { Results } from "./results.ts";
import { costByDecade } from "./scale.ts";
import { runOnce } from "./throughput.ts";
import type { Workplace } from "./workplace.ts";

/**
 * Runs the whole plan with these contestants on a dedicated Kafka. The results fill up during the run,
 * so that earlier measurements survive a failure.
 */
export async function benchmark(
  place: Workplace,
  contestants: readonly Contestant[],
  plan: Plan,
  results: Results,
): Promise<void> {
  results.furtherWorkers = furtherWorkers();
  const isRead = contestants.some((contestant) => runsInRound(contestant, 0));
  const logins = isRead ? plan.logins : 0;
  const many = await fillInput(place.ground, "bench-logins", logins, place.report);
  const few = await fillInput(place.ground, "bench-few-logins", plan.fewLogins, place.report);
  if (plan.warmUpLogins > 0) await warmUp(place, contestants, plan);
  const judge = new OutputJudge();
  for (let round = 0; round < plan.rounds; round++) {
    const report = (line: string) => place.report(`[round ${round + 1} of ${plan.rounds}] ${line}`);
    for (const contestant of inTurn(contestants, round)) {
      if (!runsInRound(contestant, round)) continue;
      const input = contestant.part === "few records" ? few : many;
      const { figures, samples } = await runOnce({ ...place, report }, contestant, input, judge);
      results.addRun(contestant.name, figures);
      if (contestant.name === "ours") results.scale = costByDecade(samples);
    }
    for (const contestant of inTurn(contestants, round)) {
      if (!plan.latencyContestants.includes(contestant.name)) continue;
      const latencies = await measureLatency({ ...place, report }, contestant, plan.latency);
      results.addLatency(contestant.name, latencies);
    }
  }
  await measureOurs(place, contestants, few, plan, results);
}

/** The latency of small transactions, which are other code in Kafka than large ones. */
const warmLatency: LatencyPlan = { rates: [5_000], warmSeconds: 3, seconds: 10 };

/**
 * Kafka compiles its code while it works. Without a warm-up, the first contestant would pay for all
 * others.
 */
async function warmUp(
  place: Workplace,
  contestants: readonly Contestant[],
  { warmUpLogins, latencyContestants }: Plan,
): Promise<void> {
  const report = (line: string) => place.report(`[warm-up, not measured] ${line}`);
  const input = await fillInput(place.ground, "bench-warm-up-logins", warmUpLogins, report);
  const judge = new OutputJudge();
  for (const contestant of contestants.filter(runsInWarmUp)) {
    await runOnce({ ...place, report }, contestant, input, judge);
    const isTimed = latencyContestants.includes(contestant.name);
    if (isTimed) await measureLatency({ ...place, report }, contestant, warmLatency);
  }
  await place.ground.admin.deleteTopics({ topics: [input.topic] });
}

async function measureOurs(
  place: Workplace,
  contestants: readonly Contestant[],
  few: Input,
  plan: Plan,
  results: Results,
): Promise<void> {
  const ours = contestants.find(({ name }) => name === "ours");
  if (ours === undefined) return;
  if (plan.idleSeconds > 0) {
    results.idlePercent = await measureIdle(place, ours, few, plan.idleSeconds);
  }
  for (const keys of plan.restoreKeys) results.restore.push(await measureRestore(place, keys));
}
