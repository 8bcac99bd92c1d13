import type { PassingRequest } from "./kafka_frames.ts";

/** When a request is caught: before the broker sees it, or once it ran and its answer is due. */
export type Moment = "before" | "after";

/** One request that is kept back, and with it everything behind it on its connection. */
export interface Caught {
  /** Settles once a request is. */
  readonly caught: () => Promise<PassingRequest>;
  /** Lets it, or its answer, go on; nothing more is caught. */
  readonly release: () => void;
  /** Ends its connection at both sides; the request, or its answer, is lost. */
  readonly reset: () => void;
}

/** Something that is wrong with the whole way to the brokers until it ends. */
export interface Toxic {
  readonly end: () => void;
}

/** Stands between one client and all brokers, and does to requests what a test names. */
export interface FaultProxy extends AsyncDisposable {
  /** What the client takes for the brokers. */
  readonly address: string;
  readonly catch: (
    match: (request: PassingRequest) => boolean,
    options: { readonly moment: Moment; readonly nth?: number },
  ) => Caught;
  readonly latency: (ms: number) => Toxic;
  readonly bandwidth: (bytesPerSecond: number) => Toxic;
  /** Nothing arrives and nothing is refused. */
  readonly blackHole: (direction: "requests" | "answers" | "both") => Toxic;
  /** Ends every connection that is open now. */
  readonly resetAll: () => void;
}
