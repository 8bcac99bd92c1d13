import { FatalError, messageOf } from "../errors.ts";

/** What is waited for, how long, and what to do when it does not come. */
export interface Patience {
  readonly what: string;
  readonly timeoutSeconds: number;
  readonly action: string;
  readonly signal?: AbortSignal;
  /** Told once a second or more that the wait goes on. */
  readonly report: (line: string) => void;
}

const pauseMs = 500;
const reportEveryMs = 3_000;

/** Tries until it works; throws FatalError when the time is over, and at once what is fatal. */
export async function waitFor<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const started = performance.now();
  let reported = -Infinity;
  while (true) {
    try {
      return await attempt();
    } catch (error) {
      patience.signal?.throwIfAborted();
      if (error instanceof FatalError) throw error;
      const waitedMs = performance.now() - started;
      const seconds = Math.round(waitedMs / 1000);
      if (waitedMs >= patience.timeoutSeconds * 1000) {
        const text = `Cannot reach ${patience.what} after ${seconds} s: ${messageOf(error)}`;
        throw new FatalError(text, patience.action, { cause: error });
      }
      if (waitedMs - reported >= reportEveryMs) {
        patience.report(`waiting for ${patience.what} (${seconds} s): ${messageOf(error)}`);
        reported = waitedMs;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
