import client, { type Registry } from "prom-client";
import type { Service } from "../contract/status.ts";
import type { LogOutput } from "./log_output.ts";
import { prefix } from "./metric_names.ts";
import type { Observer } from "./observer.ts";

const delayEveryMs = 1_000;
const delayBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Where the metrics of the process come from. */
export interface ProcessSources {
  readonly service: Service;
  readonly observer: Observer;
  readonly output: Pick<LogOutput, "leftOut">;
}

/** Gauges of the process itself, and the delay of its event loop. */
export class ProcessMetrics {
  readonly #observer: Observer;
  readonly #output: ProcessSources["output"];
  readonly #ready: client.Gauge;
  readonly #memory: client.Gauge;
  readonly #leftOut: client.Counter;
  readonly #timer: ReturnType<typeof setInterval>;

  /** Adds its metrics to a registry and starts to measure; stop() ends it. */
  constructor(registry: Registry, { service, observer, output }: ProcessSources) {
    this.#observer = observer;
    this.#output = output;
    const registers = [registry];
    this.#ready = new client.Gauge({
      name: `${prefix}ready`,
      help: "1 while the process is a member of its groups and nothing holds it up.",
      registers,
    });
    this.#memory = new client.Gauge({
      name: `${prefix}memory_bytes`,
      help: "Memory of the process, and of the main thread's heap.",
      labelNames: ["kind"],
      registers,
    });
    this.#leftOut = new client.Counter({
      name: `${prefix}log_lines_left_out_total`,
      help: "Log lines dropped because the reader of the log was too slow.",
      registers,
    });
    setConstants(registry, service);
    this.#timer = measureDelay(registry);
  }

  /** Stops measuring. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Updates the gauges. */
  update(): void {
    this.#ready.set(this.#observer.health.report().ready ? 1 : 0);
    this.#leftOut.reset();
    this.#leftOut.inc(this.#output.leftOut);
    const { rss, heapUsed, heapTotal, external } = Deno.memoryUsage();
    this.#memory.set({ kind: "rss" }, rss);
    this.#memory.set({ kind: "heap_used" }, heapUsed);
    this.#memory.set({ kind: "heap_total" }, heapTotal);
    this.#memory.set({ kind: "external" }, external);
  }
}

function setConstants(registry: Registry, service: Service): void {
  const registers = [registry];
  const labelNames = ["version", "deno", "v8"];
  new client.Gauge({
    name: `${prefix}build_info`,
    help: "Always 1; the labels have the versions.",
    labelNames,
    registers,
  }).set({ version: service.version, deno: Deno.version.deno, v8: Deno.version.v8 }, 1);
  new client.Gauge({
    name: `${prefix}workers`,
    help: "Number of workers that run the stages.",
    registers,
  }).set(service.workers);
  new client.Gauge({
    name: "process_start_time_seconds",
    help: "Start time of the process, in seconds since the epoch.",
    registers,
  }).set(Date.parse(service.startedAt) / 1000);
}

// prom-client's default metrics read this from Node; in Deno they get nothing.
function measureDelay(registry: Registry): ReturnType<typeof setInterval> {
  const delay = new client.Histogram({
    name: `${prefix}event_loop_delay_seconds`,
    help: "Delay of a timer on the main thread, measured once per second.",
    buckets: delayBounds,
    registers: [registry],
  });
  let dueMs = performance.now() + delayEveryMs;
  return setInterval(() => {
    const nowMs = performance.now();
    delay.observe(Math.max(0, nowMs - dueMs) / 1000);
    dueMs = nowMs + delayEveryMs;
  }, delayEveryMs);
}
