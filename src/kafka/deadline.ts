import { TransientError } from "../errors.ts";

/** Waits for a promise for a limited time. Rejects with TransientError on a timeout. */
export async function within<T>(timeoutMs: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TransientError(`Cannot continue: ${what} took longer than ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
    // After a timeout the promise may still reject, which must not be unhandled.
    answer.catch(() => {});
  }
}
