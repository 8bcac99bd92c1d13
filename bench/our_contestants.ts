import { startArguments } from "../src/identity/service.ts";
import { groupIdOf } from "../src/names.ts";
import { projectPath } from "../src/stack/project_path.ts";
import { type Contestant, type Job, withEnvironment } from "./contestant.ts";
import type { Audience } from "./readers.ts";
import { releasedCommit, releasedDirectory } from "./released.ts";

/** The settings in which our own contestants differ. */
export interface OurSettings {
  /** Null uses the program's default. */
  readonly workers: number | null;
  readonly isCounting: boolean;
  /** The port of a page that readers watch; no readers by default. */
  readonly audience?: Audience;
  /** The port of its page; that of its audience or the program's own by default. */
  readonly httpPort?: number;
  /** Kafka's transaction protocol; the program chooses by itself by default. */
  readonly protocol?: "first" | "second";
  /** Whether it runs for latency alone. */
  readonly isLatencyOnly?: boolean;
  /** Whether it runs beside a busy process. */
  readonly hasBurner?: boolean;
  /** The directory of a copy of the project; this one by default. */
  readonly directory?: string;
}

const audience: Audience = { readers: 200, port: 18_080 };
const byDefault = { workers: null, isCounting: true };

/** This project's processor in several configurations, and its release. */
export const ourContestants: readonly Contestant[] = [
  ours("ours", "login-pipeline", byDefault),
  ours("ours-all", "login-pipeline, a worker on each core", {
    workers: navigator.hardwareConcurrency,
    isCounting: true,
  }),
  ours("ours-one", "login-pipeline, one worker", { workers: 1, isCounting: true }),
  ours("ours-one-plain", "login-pipeline, one worker, without counts", {
    workers: 1,
    isCounting: false,
  }),
  ours("ours-watched", `login-pipeline, ${audience.readers} readers of its page`, {
    ...byDefault,
    audience,
  }),
  ours("ours-burner", "login-pipeline, beside a busy process", {
    ...byDefault,
    isLatencyOnly: true,
    hasBurner: true,
  }),
  ours("ours-first", "login-pipeline, first transaction protocol", {
    ...byDefault,
    isLatencyOnly: true,
    protocol: "first",
  }),
  ours("ours-second", "login-pipeline, second transaction protocol", {
    ...byDefault,
    isLatencyOnly: true,
    protocol: "second",
  }),
  ours("released", `release ${releasedCommit}, a producer for each partition`, {
    ...byDefault,
    directory: releasedDirectory,
  }),
];

function ours(name: string, title: string, own: OurSettings): Contestant {
  return {
    name,
    title,
    settings: settingsText(own),
    isCounting: own.isCounting,
    isExactlyOnce: true,
    part: own.isLatencyOnly ? "latency only" : "every round",
    hasBurner: own.hasBurner ?? false,
    audience: own.audience ?? null,
    group: ({ id }) => groupIdOf(id, "enrich"),
    command: (job) => ourCommand(job, own),
  };
}

function settingsText({ workers, isCounting, audience, protocol, hasBurner }: OurSettings): string {
  return [
    workers === null ? "WORKERS as it is" : `WORKERS=${workers}`,
    isCounting ? "counts" : "COUNTS=false",
    ...(audience === undefined ? [] : ["/metrics scraped each second"]),
    ...(protocol === undefined ? [] : [`TRANSACTION_PROTOCOL=${protocol}`]),
    ...(hasBurner ? ["a loop of the shell keeps one core busy"] : []),
  ].join(", ");
}

/** The command that starts our processor for a job. */
export function ourCommand(
  job: Job,
  { workers, isCounting, audience, protocol, ...own }: OurSettings,
): readonly string[] {
  const { httpPort = audience?.port, directory = projectPath("") } = own;
  const command = [Deno.execPath(), ...startArguments().toSpliced(-1, 0, "--quiet", "--no-prompt")];
  return withEnvironment({
    KAFKA_BROKERS: job.brokers,
    SCHEMA_REGISTRY_URL: job.registryUrl,
    INPUT_TOPIC: job.input,
    OUTPUT_TOPIC: job.output,
    DLQ_TOPIC: job.deadLetters,
    APP_ID: job.id,
    MAX_LOCALES: 10_000_000,
    LOG_INTERVAL_SECONDS: 1,
    ...(workers !== null && { WORKERS: workers }),
    ...(!isCounting && { COUNTS: "false" }),
    ...(httpPort !== undefined && { HTTP_PORT: httpPort }),
    ...(protocol !== undefined && { TRANSACTION_PROTOCOL: protocol }),
  }, ["env", `--chdir=${directory}`, ...command]);
}

/** How many workers a worker on each core is beyond one. */
export function furtherWorkers(): number {
  return navigator.hardwareConcurrency - 1;
}
