import type { logCreator } from "kafkajs";
import { messageOf, StuckError } from "../errors.ts";
import { fatalIn } from "../kafka/access/error_type.ts";
import { quietLog } from "../kafka/quiet_log.ts";
import type { Config } from "../settings/config.ts";
import type { StartListeners } from "../setup/prepare.ts";
import {
  type Preparation,
  type ProcessorSettings,
  processorSettings,
} from "../setup/processor_settings.ts";
import type { Processor } from "./processor.ts";
import { asUnsendable, type Owner, type ToWorker } from "./worker_messages.ts";

/** How a worker prepares and runs both stages, and where kafkajs logs. */
export interface WorkerParts {
  readonly prepare: (config: Config, listeners: StartListeners) => Promise<Preparation>;
  readonly start: (settings: ProcessorSettings) => Promise<Processor>;
  readonly kafkajsLog: logCreator;
}

const aliveIntervalMs = 1_000;

/** Executes the messages of this thread's owner and reports the results. */
export class WorkerProgram {
  readonly #owner: Owner;
  readonly #parts: WorkerParts;
  #processor: Promise<Processor> | null = null;

  /** Starts to listen to its owner. */
  constructor(owner: Owner, parts: WorkerParts) {
    this.#owner = owner;
    this.#parts = parts;
    owner.addEventListener("message", ({ data }) => {
      this.#obey(data).catch((error) => this.#fail(error));
    });
    owner.postMessage({ kind: "alive" });
    setInterval(() => owner.postMessage({ kind: "alive" }), aliveIntervalMs);
  }

  async #obey(order: ToWorker): Promise<void> {
    if (order.kind === "prepare") await this.#prepare(order.config);
    else if (order.kind === "start") await this.#start(order.preparation);
    else await this.#stop();
  }

  async #prepare(config: Config): Promise<void> {
    const preparation = await this.#parts.prepare(config, {
      kafkajsLog: this.#kafkajsLog(config),
      report: (line) => this.#owner.postMessage({ kind: "waiting", line }),
      warn: (line) => this.#owner.postMessage({ kind: "warning", line }),
      signal: new AbortController().signal, // never aborted: the owner terminates the thread
    });
    this.#owner.postMessage({ kind: "prepared", preparation });
  }

  async #start(preparation: Preparation): Promise<void> {
    this.#processor = this.#parts.start(processorSettings(preparation, {
      kafkajsLog: this.#kafkajsLog(preparation.config),
      notify: (event) => this.#owner.postMessage({ kind: "event", event }),
    }));
    const { failure } = await this.#processor;
    this.#owner.postMessage({ kind: "started" });
    await failure;
  }

  async #stop(): Promise<void> {
    await (await this.#processor)?.stop();
    this.#owner.postMessage({ kind: "stopped" });
  }

  #kafkajsLog({ logLevel }: Config): logCreator {
    // At other log levels these lines would be dropped, so they are not even made.
    return logLevel === "debug" ? this.#parts.kafkajsLog : quietLog;
  }

  #fail(error: unknown): void {
    const fatal = asUnsendable(error) ?? fatalIn(error);
    const reason = messageOf(fatal ?? error);
    const pauseMs = error instanceof StuckError ? error.pauseMs : 0;
    this.#owner.postMessage({ kind: "failed", reason, action: fatal?.action ?? null, pauseMs });
  }
}
