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

/** Who processes: how many workers, and which stages each of them runs. */
export interface Crew {
  readonly workers: number;
  readonly stages: readonly StageEvent["stage"][];
}

/** A log, and how its lines leave the process. */
export interface LogParts {
  readonly log: Log;
  readonly output: Pick<LogOutput, "leftOut">;
}

const aloneWithBoth: Crew = { workers: 1, stages: stageNames };

/** What people, probes and programs see of a process, from its first moment to its last. */
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

  /** Begins to listen to the stages, and to answer for the health. */
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
    this.#failed.promise.catch(() => {}); // whoever cares awaits `failure`
  }

  /** Rejects when what is shown may not be asked for. */
  get failure(): Promise<never> {
    return this.#failed.promise;
  }

  /** Where a browser finds the page; null where nothing is served. */
  get address(): string | null {
    return this.#server.address;
  }

  /** Takes what a stage tells, and the number of the worker it runs in. */
  take(event: StageEvent, worker = 0): void {
    this.#observer.take(event, worker);
    if (event.event === "committed") this.#worked.resolve();
  }

  /** Notes that the process cannot go on. */
  fail(reason: string): void {
    this.#observer.health.fail(reason);
  }

  /** Notes that a worker is gone: it has to join anew. */
  lose(worker: number): void {
    this.#observer.lose(worker);
  }

  /** Notes what the start waits for; null when it waits no more. */
  waitFor(what: string | null): void {
    this.#observer.health.waitFor(what);
  }

  /**
   * Shows everything from now on. What that takes is loaded only now, and behind the first commit if
   * there is one soon: loading it holds up the work for as long as a dozen commits.
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
      // Counting goes on without being seen.
      const fields = { "event.action": "dashboard", "error.message": messageOf(error) };
      this.#log.error(fields, `cannot show the page: ${messageOf(error)}`);
    }
  }

  /** Ends everything, and logs what is still unlogged. */
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
