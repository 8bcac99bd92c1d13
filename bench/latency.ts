import { FatalError } from "../src/errors.ts";
import { Burner } from "./burner.ts";
import type { Contestant, Job } from "./contestant.ts";
import { coresBetween, readCpu } from "./cpu_reading.ts";
import { fillInput } from "./input.ts";
import type { Load, Schedule } from "./load.ts";
import type { Percentiles } from "./percentiles.ts";
import type { LatencyRound } from "./performance_figures.ts";
import { Program } from "./program.ts";
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
const earlyMs = 500;

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
  const topic = ["--topic", job.input, "--partitions", String(place.ground.partitionCount)];
  const duration = ["--warm", String(plan.warmSeconds), "--seconds", String(plan.seconds)];
  const pace = ["--rate", String(rate), ...duration];
  await using sender = new Program("load_main.ts", [...kafka, ...topic, ...pace], "null");
  const cores = await coresDuring(place, started, scheduleIn(await sender.firstWords(), rate));
  const sent = await sender.lastWords();
  if (sent === null) throw unmeasured(rate);
  const load: Load = JSON.parse(sent);
  await reader.tell(sent);
  const arrived = await reader.lastWords();
  if (arrived === null) throw unmeasured(rate);
  const { p50, p90, p99, p999 }: Percentiles = JSON.parse(arrived);
  return { p50, p90, p99, p999, loadBehindMs: load.behindMs, ...cores };
}

function scheduleIn(words: string, rate: number): Schedule {
  if (words === "") throw unmeasured(rate);
  return JSON.parse(words);
}

/**
 * Reads the CPU times at the beginning and at the end of what is measured. The first time is a little
 * early, at the same rate, because reading them takes a few processes, which would delay records.
 */
async function coresDuring(
  place: Workplace,
  started: StartedContestant,
  { fromMs, untilMs }: Schedule,
): Promise<Pick<LatencyRound, "cores" | "brokerCores">> {
  await pauseUntil(fromMs - earlyMs);
  const before = await readCpu(place, started);
  await pauseUntil(untilMs);
  return coresBetween(before, await readCpu(place, started));
}

async function pauseUntil(timeMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, timeMs - Date.now()));
}

function unmeasured(rate: number): FatalError {
  return new FatalError(`The latency at ${rate}/s was not measured`, "see the message above");
}
