import { FatalError } from "../src/errors.ts";
import { projectPath } from "../src/stack/project_path.ts";
import type { Contestant, Job } from "./contestant.ts";
import { fillInput } from "./input.ts";
import type { Load } from "./load.ts";
import type { Percentiles } from "./percentiles.ts";
import type { LatencyRound } from "./performance_figures.ts";
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
    await using started = new StartedContestant(contestant, job);
    await untilWarm(place, contestant, job, started);
    for (const rate of plan.rates) {
      report(`latency of ${contestant.title} at ${rate}/s: ${plan.seconds} s`);
      rounds.set(rate, await atRate(job, ground.partitionCount, rate, plan));
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
  job: Job,
  partitionCount: number,
  rate: number,
  plan: LatencyPlan,
): Promise<LatencyRound> {
  const place = ["--brokers", job.brokers, "--registry", job.registryUrl];
  const schemaId = ["--schema-id", String(job.enrichedSchemaId)];
  const wanted = [...place, "--topic", job.output, ...schemaId];
  // If this fails before the end, the reader ends, too.
  await using reading = program("latency_reader_main.ts", wanted, "piped").spawn();
  const lines = reading.stdout.pipeThrough(new TextDecoderStream()).getReader();
  await lines.read(); // the "ready" line
  const duration = ["--warm", String(plan.warmSeconds), "--seconds", String(plan.seconds)];
  const topic = ["--topic", job.input, "--partitions", String(partitionCount)];
  const loading = [...place, ...topic, "--rate", String(rate), ...duration];
  const { success: isLoaded, stdout } = await program("load_main.ts", loading, "null").output();
  if (!isLoaded) throw unmeasured(rate);
  const load: Load = JSON.parse(new TextDecoder().decode(stdout));
  const stdin = reading.stdin.getWriter();
  await stdin.write(new TextEncoder().encode(JSON.stringify(load)));
  await stdin.close();
  const answer = await restOf(lines);
  if (!(await reading.status).success) throw unmeasured(rate);
  const { p50, p90, p99, p999 }: Percentiles = JSON.parse(answer);
  return { p50, p90, p99, p999, loadBehindMs: load.behindMs };
}

function unmeasured(rate: number): FatalError {
  return new FatalError(`The latency at ${rate}/s was not measured`, "see the message above");
}

async function restOf(lines: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = "";
  for (let part = await lines.read(); !part.done; part = await lines.read()) text += part.value;
  return text;
}

function program(
  file: string,
  args: readonly string[],
  stdin: "piped" | "null",
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "-P=harness", projectPath(`bench/${file}`), ...args],
    cwd: projectPath(""),
    stdin,
    stdout: "piped",
    stderr: "inherit",
  });
}
