import { FatalError } from "../src/errors.ts";
import { Burner } from "./burner.ts";
import type { Contestant, Job } from "./contestant.ts";
import { coresBetween, readCpu } from "./cpu_reading.ts";
import { fillInput } from "./input.ts";
import { PacedLoad } from "./paced_load.ts";
import type { Percentiles } from "./percentiles.ts";
import type { LatencyRound } from "./performance_figures.ts";
import { Program } from "./program.ts";
import { readAround } from "./read_around.ts";
import { StartedContestant } from "./started_contestant.ts";
import type { Workplace } from "./workplace.ts";

/** The rates, and the duration of each. */
export interface LatencyPlan {
  readonly rates: readonly number[];
  readonly warmSeconds: number;
  readonly seconds: number;
}

const warmUpLogins = 20_000;
const pollMs = 100;
const startLimitMs = 60_000;

/** Measures a contestant's latency at each rate, lowest first, in one process without a break. */
export async function measureLatency(
  place: Workplace,
  contestant: Contestant,
  plan: LatencyPlan,
): Promise<Map<number, LatencyRound>> {
  const { ground, report } = place;
  const rounds = new Map<number, LatencyRound>();
  const job = await ground.newJob(contestant.name, `bench-latency-${crypto.randomUUID()}`, false);
  try {
    await fillInput(ground, job.input, warmUpLogins, () => {});
    const burner = contestant.hasBurner ? new Burner(`${job.stateDirectory}/burner.log`) : null;
    await using _burner = burner;
    await using started = new StartedContestant(contestant, job);
    await untilWarm(place, contestant, job, started);
    for (const rate of plan.rates) {
      report(`latency of ${contestant.title} at ${rate}/s: ${plan.seconds} s`);
      rounds.set(rate, await atRate(place, job, started, rate, plan));
      burner?.assertBurning();
    }
    return rounds;
  } finally {
    await ground.removeJob(job);
    await ground.admin.deleteTopics({ topics: [job.input] });
  }
}

async function untilWarm(
  { ground, report, signal }: Workplace,
  contestant: Contestant,
  job: Job,
  started: StartedContestant,
): Promise<void> {
  const group = contestant.group(job) ?? "";
  while (await ground.committed(group, job.input) < warmUpLogins) {
    report(`latency of ${contestant.title}: starting`);
    signal.throwIfAborted();
    await started.assertAlive();
    if (performance.now() - started.startedMs > startLimitMs) {
      throw new FatalError(`${contestant.title} does not start`, `read its log, ${started.log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** The reader and the load are separate processes, so that neither waits for the other. */
async function atRate(
  place: Workplace,
  job: Job,
  started: StartedContestant,
  rate: number,
  plan: LatencyPlan,
): Promise<LatencyRound> {
  const kafka = ["--brokers", job.brokers, "--registry", job.registryUrl];
  const wanted = ["--topic", job.output, "--schema-id", String(job.enrichedSchemaId)];
  // If this fails before the end, the two end, too.
  await using reader = new Program("latency_reader_main.ts", [...kafka, ...wanted], "piped");
  await reader.firstWords(); // the "ready" line
  await using load = new PacedLoad(job, place.ground.partitionCount, { ...plan, rate });
  const around = await readAround(await load.schedule(), () => readCpu(place, started));
  const sent = await load.sent();
  await reader.tell(JSON.stringify(sent));
  const arrived = await reader.lastWords();
  if (arrived === null) throw unmeasured(rate);
  const { p50, p90, p99, p999 }: Percentiles = JSON.parse(arrived);
  const cores = coresBetween(around.before, around.after);
  return { p50, p90, p99, p999, loadBehindMs: sent.behindMs, ...cores };
}

function unmeasured(rate: number): FatalError {
  return new FatalError(`The latency at ${rate}/s was not measured`, "see the message above");
}
