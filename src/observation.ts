import { type FatalError, messageOf } from "./errors.ts";
import { derivedNames } from "./names.ts";
import type { Log } from "./observe/log.ts";
import type { LogOutput } from "./observe/log_output.ts";
import { Observer } from "./observe/observer.ts";
import { StageLog } from "./observe/stage_log.ts";
import { stageNames } from "./pipeline/stage.ts";
import type { StageEvent } from "./runner/stage_event.ts";
import type { Config } from "./settings/config.ts";
import { Server } from "./web/server.ts";

const openWithinMs = 1_000;

/** The workers of a process: their number, and the stages that each of them runs. */
export interface Crew {
  readonly workers: number;
  readonly stages: readonly StageEvent["stage"][];
}

/** A log and its output. */
export interface LogParts {
  readonly log: Log;
  readonly output: Pick<LogOutput, "leftOut">;
}

const aloneWithBoth: Crew = { workers: 1, stages: stageNames };

/** Logs, health, metrics, API, and page of a process, from its start to its end. */
export class Observation {
  readonly #config: Config;
  readonly #log: Log;
  readonly #output: LogParts["output"];
  readonly #observer: Observer;
  readonly #stageLog: StageLog;
  readonly #server: Server;
  readonly #workers: number;
  readonly #startedAt = new Date().toISOString();
  readonly #failed = Promise.withResolvers<never>();
  readonly #worked = Promise.withResolvers<void>();
  #close: () => void = () => {};
  #isStopped = false;

  /** Starts to receive events of the stages and to answer health probes. */
  constructor(
    config: Config,
    { log, output }: LogParts,
    { workers, stages }: Crew = aloneWithBoth,
  ) {
    this.#workers = workers;
    this.#config = config;
    this.#log = log;
    this.#output = output;
    const topics = { enrich: config.inputTopic, count: derivedNames(config.appId).deltasTopic };
    this.#stageLog = new StageLog(log, config.logIntervalSeconds, topics);
    const { sessionTimeoutMs } = config;
    const settings = { workers, stages, sessionTimeoutMs, now: Date.now };
    this.#observer = new Observer(settings, [this.#stageLog]);
    const { health } = this.#observer;
    this.#server = new Server(serverSettings(config), log, () => health.report());
    this.#failed.promise.catch(() => {}); // `failure` may have no listener
  }

  /** Rejects when an ACL that the survey needs is missing. */
  get failure(): Promise<never> {
    return this.#failed.promise;
  }

  /** The address of the page for a browser; null if nothing is served. */
  get address(): string | null {
    return this.#server.address;
  }

  /** Takes an event of a stage and the number of its worker. */
  take(event: StageEvent, worker = 0): void {
    this.#observer.take(event, worker);
    if (event.event === "committed") this.#worked.resolve();
  }

  /** Notes that the process cannot continue. */
  fail(reason: string): void {
    this.#observer.health.fail(reason);
  }

  /** Notes that a worker is gone; its replacement joins the groups again. */
  lose(worker: number): void {
    this.#observer.lose(worker);
  }

  /** Sets what the start is waiting for; null for nothing. */
  waitFor(what: string | null): void {
    this.#observer.health.waitFor(what);
  }

  /**
   * Serves API, page, and metrics from now on. Their modules are loaded only now, and after the first
   * commit if it comes soon, because loading them delays work as long as a dozen commits take.
   */
  async open(): Promise<void> {
    this.waitFor(null);
    if (!this.#server.isListening) return this.#observer.seal();
    try {
      await this.#firstCommit();
      const { startPage } = await import("./start_page.ts");
      if (this.#isStopped) return;
      const parts = {
        observer: this.#observer,
        log: this.#log,
        output: this.#output,
        startedAt: this.#startedAt,
        workers: this.#workers,
        fail: (error: FatalError) => this.#failed.reject(error),
      };
      const { answer, close } = startPage(this.#config, parts);
      this.#server.open(answer);
      this.#close = close;
    } catch (error) {
      // Counting goes on without the page.
      const fields = { "event.action": "dashboard", "error.message": messageOf(error) };
      this.#log.error(fields, `cannot show the page: ${messageOf(error)}`);
    }
  }

  /** Stops everything and logs the last sums. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#worked.resolve();
    this.#close();
    this.#stageLog.stop();
    await this.#server.stop();
  }

  async #firstCommit(): Promise<void> {
    const timer = setTimeout(this.#worked.resolve, openWithinMs);
    await this.#worked.promise;
    clearTimeout(timer);
  }
}

function serverSettings(config: Config) {
  return {
    hostname: config.httpHost,
    port: config.httpPort,
    token: config.httpToken,
    isOpen: config.httpWithoutToken,
    basePath: config.httpBasePath,
    allowedHosts: [config.httpHost.toLowerCase(), ...config.httpAllowedHosts],
  };
}
