import { type Command, runCommand } from "./commands/command.ts";
import { aborted } from "./commands/ending.ts";
import type { Config } from "./config.ts";
import { FatalError, messageOf } from "./errors.ts";
import type { StageEvent } from "./kafka/stage_event.ts";
import type { Log } from "./observe/log.ts";
import { StageLog } from "./observe/stage_log.ts";
import { Members } from "./processor/members.ts";
import { type WorkerEvent, WorkerPool } from "./processor/worker_pool.ts";
import type { Thread } from "./processor/worker_messages.ts";
import { addressOf } from "./registry/http.ts";
import { serveHealth } from "./web/health_server.ts";

const stopDeadlineMs = 9_500;
const workerRetryMs = 1_000;
const uncounted = "COUNTS=false: the logins that are processed now are in no count";
const countLater = "to count them, stop all processors and run: deno task recount";

const command: Command<Record<never, never>> = {
  name: "start",
  summary: "Runs the processor: both stages, until SIGTERM or SIGINT. Settings are environment " +
    "variables; README.md lists them.",
  options: {},
};

interface Surroundings {
  readonly first: Thread;
  readonly signal: AbortSignal;
}

/** Gives the exit code: 0 only after an orderly stop. */
async function run(): Promise<number> {
  // It loads Kafka's modules while this thread still loads its own.
  const first = spawn(0);
  const [{ readConfig }, { createLog }] = await Promise.all([
    import("./config.ts"),
    import("./observe/log.ts"),
  ]);
  const config = readConfig();
  const log = createLog(config.logLevel);
  const stopping = stopOnSignal(log);
  try {
    await process(config, log, { first, signal: stopping.signal });
    log.info({ event: "stopped" }, "stopped");
    return 0;
  } catch (error) {
    const action = error instanceof FatalError ? error.action : undefined;
    log.error({ event: "failed", ...(action && { action }) }, messageOf(error));
    return 1;
  }
}

async function process(config: Config, log: Log, { first, signal }: Surroundings): Promise<void> {
  const stageLog = new StageLog(log, config.logIntervalSeconds);
  const workers = config.workers ?? navigator.hardwareConcurrency;
  const members = new Members(workers, config.counts ? 2 : 1);
  const server = serveHealth(config, log, {
    isAlive: () => true,
    isReady: () => members.haveJoined,
  });
  const notify = (event: StageEvent, worker: number) => {
    members.take(event, worker);
    stageLog.take({ ...event, ...{ worker } });
  };
  const report = (event: WorkerEvent) => {
    if (event.event === "worker_lost") members.lose(event.worker);
    log[event.event === "worker_lost" ? "error" : "debug"](event);
  };
  const pool = new WorkerPool({
    count: workers,
    spawn: spawnAfter(first),
    silenceMs: config.sessionTimeoutMs,
    retryMs: workerRetryMs,
    notify,
    report,
    log: (fields, line) => log.debug(fields, line),
    waiting: (line) => log.warn({ event: "waiting" }, line),
  });
  try {
    pool.start(config);
    if (!config.counts) log.warn({ event: "uncounted", action: countLater }, uncounted);
    const ending = Promise.race([aborted(signal), pool.failure]);
    await Promise.race([pool.started, ending]);
    if (!signal.aborted) log.info({ event: "started", workers, ...endpointsOf(config) }, "started");
    await ending;
    await pool.stop();
  } catch (error) {
    // The reason matters more than whether the workers could still be ended in order.
    await pool.stop().catch(() => {});
    throw error;
  } finally {
    stageLog.stop();
    await server?.shutdown();
  }
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
  const program = new URL("./worker.ts", import.meta.url);
  return new Worker(program, { type: "module", name: `worker ${index}` });
}

function endpointsOf(config: Config) {
  const { brokers, inputTopic, outputTopic, appId } = config;
  return { brokers, registryUrl: addressOf(config.registryUrl), inputTopic, outputTopic, appId };
}

function stopOnSignal(log: Log): AbortController {
  const stopping = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(signal, () => {
      if (stopping.signal.aborted) return;
      log.info({ event: "stopping", signal }, "stopping");
      stopping.abort();
      setTimeout(() => {
        log.error({ event: "failed" }, "the brokers did not answer in time; nothing is half done");
        Deno.exit(1);
      }, stopDeadlineMs);
    });
  }
  return stopping;
}

if (import.meta.main) await runCommand(command, run);
