import type { FromWorker, Thread, ToWorker } from "../../../src/processor/worker_messages.ts";
import { type PoolSettings, WorkerPool } from "../../../src/processor/worker_pool.ts";
import type { Config } from "../../../src/settings/config.ts";
import type { Preparation } from "../../../src/setup/processor_settings.ts";

/** The settings; a thread without a program does not look into them. */
export const config = { appId: "app" } as unknown as Config;

const preparation = { config } as unknown as Preparation;

/** A thread that a test controls. */
export class TestThread implements Thread {
  onmessage: Thread["onmessage"] = null;
  onerror: Thread["onerror"] = null;
  readonly told: ToWorker["kind"][] = [];
  isTerminated = false;
  /** Whether it stops on request. */
  isObedient = true;

  postMessage({ kind }: ToWorker): void {
    this.told.push(kind);
    if (kind === "prepare") queueMicrotask(() => this.say({ kind: "prepared", preparation }));
    if (kind === "stop" && this.isObedient) queueMicrotask(() => this.say({ kind: "stopped" }));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** Sends a message to its owner. */
  say(data: FromWorker): void {
    this.onmessage?.(new MessageEvent("message", { data }));
  }

  /** Ends like a thread with an uncaught error. */
  throw(message: string): void {
    this.onerror?.(new ErrorEvent("error", { message, cancelable: true }));
  }
}

/** A pool over a test's threads, with all its events. */
export function poolOfThreads(settings: Partial<PoolSettings> = {}): {
  readonly pool: WorkerPool;
  readonly threads: readonly TestThread[];
  readonly reports: readonly string[];
  readonly events: readonly unknown[];
} {
  const threads: TestThread[] = [];
  const reports: string[] = [];
  const events: unknown[] = [];
  const pool = new WorkerPool({
    count: 1,
    spawn: () => {
      const thread = new TestThread();
      threads.push(thread);
      return thread;
    },
    silenceMs: 60_000,
    retryMs: 1,
    notify: (event, worker) => events.push({ ...event, ...{ worker } }),
    log: () => {},
    waiting: () => {},
    warn: () => {},
    report: (event) => reports.push(`${event.event} ${event.worker}`),
    ...settings,
  });
  return { pool, threads, reports, events };
}

/** Waits for a condition that comes true by itself. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}
