import { FatalError, messageOf } from "../errors.ts";
import { type Listeners, type Preparation, processorSettings } from "./processor_settings.ts";
import type { Processor } from "./processor.ts";
import type { Owner } from "./worker_messages.ts";

/** How a worker runs both stages, and whom it logs for. */
export interface WorkerParts {
  readonly start: (settings: ReturnType<typeof processorSettings>) => Promise<Processor>;
  readonly kafkajsLog: Listeners["kafkajsLog"];
}

const aliveIntervalMs = 1_000;

/** Does what the owner of this thread says: starts both stages, tells what they tell, stops them. */
export class WorkerProgram {
  readonly #owner: Owner;
  readonly #parts: WorkerParts;
  #processor: Promise<Processor> | null = null;

  /** Waits for what its owner says. */
  constructor(owner: Owner, parts: WorkerParts) {
    this.#owner = owner;
    this.#parts = parts;
    owner.addEventListener("message", ({ data }) => {
      if (data.kind === "start") this.#start(data.preparation).catch((e) => this.#fail(e));
      else this.#stop().catch((error) => this.#fail(error));
    });
    owner.postMessage({ kind: "alive" });
    setInterval(() => owner.postMessage({ kind: "alive" }), aliveIntervalMs);
  }

  async #start(preparation: Preparation): Promise<void> {
    const { start, kafkajsLog } = this.#parts;
    this.#processor = start(processorSettings(preparation, {
      // Where nobody reads it, it costs nothing.
      kafkajsLog: preparation.config.logLevel === "debug" ? kafkajsLog : () => () => {},
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

  #fail(error: unknown): void {
    const action = error instanceof FatalError ? error.action : null;
    this.#owner.postMessage({ kind: "failed", reason: messageOf(error), action });
  }
}
