import { FatalError, messageOf } from "./errors.ts";
import { instanceName } from "./identity/instance.ts";
import { version } from "./identity/service.ts";
import type { Observation } from "./observation.ts";
import type { Log } from "./observe/log.ts";
import type { LogOutput } from "./observe/log_output.ts";
import { type StageName, stageNames } from "./pipeline/stage.ts";
import type { Thread } from "./processor/worker_messages.ts";
import { type WorkerEvent, WorkerPool } from "./processor/worker_pool.ts";
import { addressOf } from "./registry/http.ts";
import type { Config } from "./settings/config.ts";
import { type Command, runCommand } from "./terminal/command.ts";
import { aborted, onShutdown } from "./terminal/shutdown.ts";

const stopDeadlineMs = 8_500;
/** Together with the deadline above, less than the ten seconds that a container gets to stop. */
const logFlushMs = 1_000;
const workerRetryMs = 1_000;
const uncounted = "COUNTS=false: logins processed now are not counted";
const countLater = "to count them later, stop all processors and run: deno task recount";

const command: Command<Record<never, never>> = {
  name: "start",
  summary:
    "Runs both stages of the processor until SIGTERM, SIGINT, SIGHUP or SIGQUIT. Settings are " +
    "environment variables; docs/settings.md lists them.",
  options: {},
};

interface Surroundings {
  readonly log: Log;
  readonly observation: Observation;
  readonly workers: number;
  readonly first: Thread;
  readonly signal: AbortSignal;
}

/** One core is for the main thread, the garbage collector and the network. */
function defaultWorkers(): number {
  return Math.max(1, navigator.hardwareConcurrency - 1);
}

/** Returns the exit code: 0 only after an orderly stop. */
async function run(): Promise<number> {
  // The worker loads the Kafka modules while this thread still loads its own.
  const first = spawn(0);
  const [{ readConfig }, { createLog }, { Observation }] = await Promise.all([
    import("./settings/config.ts"),
    import("./observe/log.ts"),
    import("./observation.ts"),
  ]);
  const config = readConfig();
  const { log, output } = createLog(config.logLevel, { version, node: instanceName() });
  endOnUncaught(log, output);
  const stopping = stopOnSignal(log, output);
  try {
    const workers = config.workers ?? defaultWorkers();
    const stages: readonly StageName[] = config.counts ? stageNames : ["enrich"];
    const observation = new Observation(config, { log, output }, { workers, stages });
    const { signal } = stopping;
    await process(config, { log, observation, workers, first, signal });
    log.info({ "event.action": "stopped", "event.outcome": "success" }, "stopped");
    return 0;
  } catch (error) {
    log.error(failureFields(error), messageOf(error));
    return 1;
  } finally {
    await output.flush(logFlushMs);
  }
}

async function process(
  config: Config,
  { log, observation, workers, first, signal }: Surroundings,
): Promise<void> {
  let credentials: { stop(): void } | null = null;
  const pool = new WorkerPool({
    count: workers,
    spawn: spawnAfter(first),
    silenceMs: config.sessionTimeoutMs,
    retryMs: workerRetryMs,
    notify: (event, worker) => observation.take(event, worker),
    report: (event) => takeWorkerEvent(event, observation, log),
    log: (fields, line) => log.debug(fields, line),
    warn: (line) => log.warn({ "event.action": "surroundings" }, line),
    waiting: (line) => {
      log.warn({ "event.action": "waiting" }, line);
      observation.waitFor(line);
    },
  });
  try {
    pool.start(config);
    if (!config.counts) {
      log.warn({ "event.action": "uncounted", "pipeline.remedy": countLater }, uncounted);
    }
    const ending = Promise.race([aborted(signal), pool.failure, observation.failure]);
    await Promise.race([pool.started, ending]);
    if (!signal.aborted) {
      logStart(config, workers, log, observation.address);
      observation.open();
      credentials = await watchCredentials(config, log);
    }
    await ending;
    await pool.stop();
  } catch (error) {
    observation.fail(messageOf(error));
    // The original error matters more than whether the workers stopped in an orderly way.
    await pool.stop().catch(() => {});
    throw error;
  } finally {
    credentials?.stop();
    await observation.stop();
  }
}

/** Loads its module only after the start, which has checked the same files itself. */
async function watchCredentials(config: Config, log: Log): Promise<{ stop(): void }> {
  const { CredentialWatch } = await import("./processor/credential_watch.ts");
  return new CredentialWatch(
    config,
    (line) => log.warn({ "event.action": "credentials" }, line),
  );
}

function spawnAfter(first: Thread): (index: number) => Thread {
  let spare: Thread | null = first;
  return (index) => {
    const thread = spare ?? spawn(index);
    spare = null;
    return thread;
  };
}

function spawn(index: number): Thread {
  const program = new URL("./processor/worker.ts", import.meta.url);
  return new Worker(program, { type: "module", name: `worker ${index}` });
}

function takeWorkerEvent(event: WorkerEvent, observation: Observation, log: Log): void {
  const { worker } = event;
  const fields = { "event.action": event.event, "pipeline.worker": worker };
  if (event.event === "worker_started") {
    log.debug(fields, `worker ${worker} joined its consumer groups`);
    return;
  }
  const { reason, retryMs } = event;
  observation.lose(worker);
  log.error(
    { ...fields, "event.outcome": "failure", "error.message": reason },
    `worker ${worker} failed and will be replaced in ${retryMs} ms: ${reason}`,
  );
}

function logStart(config: Config, workers: number, log: Log, page: string | null): void {
  const fields = {
    "event.action": "started",
    "pipeline.workers": workers,
    ...endpointsOf(config),
    ...(page && { "url.full": page }),
  };
  log.info(fields, page === null ? "started" : `started; the page is at ${page}`);
}

function failureFields(error: unknown): Record<string, string> {
  return {
    "event.action": "failed",
    "event.outcome": "failure",
    "error.message": messageOf(error),
    "error.type": error instanceof Error ? error.name : typeof error,
    ...(error instanceof FatalError && { "pipeline.remedy": error.action }),
  };
}

function endpointsOf({ brokers, registryUrl, inputTopic, outputTopic, appId }: Config) {
  return {
    "kafka.brokers": brokers,
    "pipeline.registry_url": addressOf(registryUrl),
    "pipeline.input_topic": inputTopic,
    "pipeline.output_topic": outputTopic,
    "pipeline.app_id": appId,
  };
}

function stopOnSignal(log: Log, output: LogOutput): AbortController {
  const stopping = new AbortController();
  onShutdown((signal) => {
    log.info({ "event.action": "stopping", "pipeline.signal": signal }, "stopping");
    stopping.abort();
    setTimeout(async () => {
      const fields = { "event.action": "failed", "event.outcome": "failure" };
      log.error(fields, "the brokers did not answer in time; every transaction is all or nothing");
      await output.flush(logFlushMs);
      Deno.exit(1);
    }, stopDeadlineMs);
  });
  return stopping;
}

/** An uncaught error ends the process, but is first logged like everything else. */
function endOnUncaught(log: Log, output: LogOutput): void {
  const end = async (event: Event, error: unknown) => {
    event.preventDefault();
    log.error(failureFields(error), `uncaught error: ${messageOf(error)}`);
    await output.flush(logFlushMs);
    Deno.exit(1);
  };
  globalThis.addEventListener("error", (event) => void end(event, event.error));
  globalThis.addEventListener("unhandledrejection", (event) => void end(event, event.reason));
}

if (import.meta.main) await runCommand(command, run);
