import { FatalError, messageOf, TransientError } from "../errors.ts";
import { fatalIn } from "../kafka/errors/error_type.ts";

/** What is waited for, how long, and what to do when it does not come. */
export interface Patience {
  readonly what: string;
  readonly timeoutSeconds: number;
  readonly action: string;
  readonly signal?: AbortSignal;
  /** Told after a second, and every few seconds then, that the wait goes on, and why. */
  readonly report: (line: string) => void;
}

const pauseMs = 500;
const firstReportMs = 1_000;
const reportEveryMs = 3_000;

/** Tries until it works; throws FatalError when the time is over, and at once what is fatal. */
export async function waitFor<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const seconds = () => Math.round((performance.now() - startMs) / 1000);
  let reason = "no answer yet";
  // By the clock, because one attempt alone may take longer than anybody waits without a word.
  const report = () => patience.report(`waiting for ${patience.what} (${seconds()} s): ${reason}`);
  const timers = [setTimeout(report, firstReportMs), setInterval(report, reportEveryMs)];
  try {
    while (true) {
      try {
        return await attempt();
      } catch (error) {
        patience.signal?.throwIfAborted();
        const fatal = fatalIn(error);
        if (fatal !== null) throw fatal;
        reason = messageOf(error);
        if (performance.now() - startMs >= patience.timeoutSeconds * 1000) {
          const text = `Cannot reach ${patience.what} after ${seconds()} s: ${reason}`;
          throw new FatalError(text, patience.action, { cause: error });
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  } finally {
    timers.forEach(clearTimeout); // a timer's id is cleared alike, whether it fires once or often
  }
}

/**
 * An attempt whose FatalError counts only once it has lasted for some time from now on: before that
 * it is what is waited for, told with what mends it.
 */
export function lasting<T>(lastingMs: number, attempt: () => Promise<T>): () => Promise<T> {
  const startMs = performance.now();
  return async () => {
    try {
      return await attempt();
    } catch (error) {
      const isYoung = performance.now() - startMs < lastingMs;
      if (!(error instanceof FatalError) || !isYoung) throw error;
      throw new TransientError(`${error.message}; unless that is under way, ${error.action}`);
    }
  };
}
