import { TransientError } from "../errors.ts";

/** Waits for an answer, but not for ever: rejects with TransientError when the time is over. */
export async function within<T>(timeoutMs: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const error = new TransientError(`Cannot continue: ${what} took longer than ${timeoutMs} ms`);
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
    // The loser of the race may still fail, with nobody listening any more.
    answer.catch(() => {});
  }
}
