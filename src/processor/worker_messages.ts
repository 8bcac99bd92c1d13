import { FatalError } from "../errors.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Config } from "../settings/config.ts";
import type { Preparation } from "../setup/processor_settings.ts";

/** Messages from the main thread to a worker. */
export type ToWorker =
  | { readonly kind: "prepare"; readonly config: Config }
  | { readonly kind: "start"; readonly preparation: Preparation }
  | { readonly kind: "stop" };

/** Messages from a worker to the main thread. */
export type FromWorker =
  | { readonly kind: "event"; readonly event: StageEvent }
  | { readonly kind: "log"; readonly fields: object; readonly message: string }
  /** Sent every second; a worker whose event loop is blocked cannot send it. */
  | { readonly kind: "alive" }
  /** What the worker waits for during the preparation. */
  | { readonly kind: "waiting"; readonly line: string }
  /** What an operator should know about the brokers. */
  | { readonly kind: "warning"; readonly line: string }
  | { readonly kind: "prepared"; readonly preparation: Preparation }
  | { readonly kind: "started" }
  | { readonly kind: "stopped" }
  /** The worker cannot continue. With an action, no worker could until an operator has acted. */
  | {
    readonly kind: "failed";
    readonly reason: string;
    readonly action: string | null;
    /** The least pause before another worker replaces it. */
    readonly pauseMs?: number;
  };

/** A thread as its owner sees it. A Worker is one. */
export interface Thread {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((message: MessageEvent) => void) | null;
  onerror: ((error: ErrorEvent) => void) | null;
}

/** The owner as a thread sees it. The global object of a worker is one. */
export interface Owner {
  postMessage(message: FromWorker): void;
  addEventListener(type: "message", listener: (message: MessageEvent<ToWorker>) => void): void;
}

/** The fatal error for settings that cannot be sent to a thread; null for other errors. */
export function asUnsendable(error: unknown): FatalError | null {
  if (!(error instanceof DOMException && error.name === "DataCloneError")) return null;
  return new FatalError(
    `Cannot send the settings to a worker: ${error.message}`,
    "report this as a bug: settings have to be plain data",
    { cause: error },
  );
}
