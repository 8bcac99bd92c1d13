import { FatalError } from "../errors.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Config } from "../settings/config.ts";
import type { Preparation } from "../setup/processor_settings.ts";

/** What a worker is told. */
export type ToWorker =
  | { readonly kind: "prepare"; readonly config: Config }
  | { readonly kind: "start"; readonly preparation: Preparation }
  | { readonly kind: "stop" };

/** What a worker tells. */
export type FromWorker =
  | { readonly kind: "event"; readonly event: StageEvent }
  | { readonly kind: "log"; readonly fields: object; readonly message: string }
  /** Said all the time: a worker whose event loop is blocked cannot. */
  | { readonly kind: "alive" }
  /** What it waits for before anything is prepared. */
  | { readonly kind: "waiting"; readonly line: string }
  /** What an operator should know of the surroundings. */
  | { readonly kind: "warning"; readonly line: string }
  | { readonly kind: "prepared"; readonly preparation: Preparation }
  | { readonly kind: "started" }
  | { readonly kind: "stopped" }
  /** It cannot go on; with an action, no other worker could before an operator has acted. */
  | {
    readonly kind: "failed";
    readonly reason: string;
    readonly action: string | null;
    /** Before another takes its place, at least. */
    readonly restMs?: number;
  };

/** A thread as its owner sees it; a Worker is one. */
export interface Thread {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((message: MessageEvent) => void) | null;
  onerror: ((error: ErrorEvent) => void) | null;
}

/** The owner as a thread sees it; the global object of a worker is one. */
export interface Owner {
  postMessage(message: FromWorker): void;
  addEventListener(type: "message", listener: (message: MessageEvent<ToWorker>) => void): void;
}

/** The reason to end with for settings that cannot be sent to a thread; null for other errors. */
export function asUnsendable(error: unknown): FatalError | null {
  if (!(error instanceof DOMException && error.name === "DataCloneError")) return null;
  return new FatalError(
    `Cannot hand the settings to a worker: ${error.message}`,
    "report this as a bug of the program: what is handed over has to be plain data",
    { cause: error },
  );
}
