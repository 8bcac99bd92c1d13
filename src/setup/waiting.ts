import { FatalError, messageOf, TransientError } from "../errors.ts";
import { fatalIn } from "../kafka/access/error_type.ts";

/** What to wait for, how long, and what to do when it does not answer. */
export interface Patience {
  readonly what: string;
  readonly timeoutSeconds: number;
  readonly action: string;
  readonly signal?: AbortSignal;
  /** Receives the reason for the wait after one second, and then every few seconds. */
  readonly report: (line: string) => void;
}

const pauseMs = 500;
const firstReportMs = 1_000;
const reportEveryMs = 3_000;

/** Retries until it works. Throws FatalError on a timeout, and rethrows a fatal error at once. */
export async function waitFor<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const seconds = () => Math.round((performance.now() - startMs) / 1000);
  let reason = "no answer yet";
  // On a timer, because a single attempt may take long, and silence looks like a hang.
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
    timers.forEach(clearTimeout); // clearTimeout also clears intervals
  }
}

/**
 * Wraps an attempt so that a FatalError counts only when it still occurs after `lastingMs` from now.
 * Until then it is transient, and its message includes the fix.
 */
export function lasting<T>(lastingMs: number, attempt: () => Promise<T>): () => Promise<T> {
  const startMs = performance.now();
  return async () => {
    try {
      return await attempt();
    } catch (error) {
      const isYoung = performance.now() - startMs < lastingMs;
      if (!(error instanceof FatalError) || !isYoung) throw error;
      throw new TransientError(
        `${error.message}; unless this is already being done, ${error.action}`,
      );
    }
  };
}
