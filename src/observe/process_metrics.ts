import client, { type Registry } from "prom-client";
import type { Service } from "../contract/status.ts";
import type { LogOutput } from "./log_output.ts";
import { prefix } from "./metric_names.ts";
import type { Observer } from "./observer.ts";

const delayEveryMs = 1_000;
const delayBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What the metrics of the process are taken from. */
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

  /** Adds its metrics to a registry and begins to measure; stop() ends it. */
  constructor(registry: Registry, { service, observer, output }: ProcessSources) {
    this.#observer = observer;
    this.#output = output;
    const registers = [registry];
    this.#ready = new client.Gauge({
      name: `${prefix}ready`,
      help: "1 when the process takes part in both groups and nothing holds it up.",
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
      help: "Lines of the log that nobody took.",
      registers,
    });
    setConstants(registry, service);
    this.#timer = measureDelay(registry);
  }

  /** Measures no more. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Brings the gauges up to date. */
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
    help: "Always 1; what runs here is in the labels.",
    labelNames,
    registers,
  }).set({ version: service.version, deno: Deno.version.deno, v8: Deno.version.v8 }, 1);
  new client.Gauge({
    name: `${prefix}workers`,
    help: "How many workers run both stages.",
    registers,
  }).set(service.workers);
  new client.Gauge({
    name: "process_start_time_seconds",
    help: "When the process started, in seconds since the epoch.",
    registers,
  }).set(Date.parse(service.startedAt) / 1000);
}

// prom-client's own default metrics ask Node for this, and get nothing from Deno.
function measureDelay(registry: Registry): ReturnType<typeof setInterval> {
  const delay = new client.Histogram({
    name: `${prefix}event_loop_delay_seconds`,
    help: "How much later than asked for the main thread's timer fires, once a second.",
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
