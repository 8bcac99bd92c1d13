const pollMs = 100;

/** Waits for a condition; throws an error with its name if it is not met in time. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!await isSo()) {
    if (performance.now() > deadlineMs) {
      throw new Error(`waited ${timeoutMs / 1000} s in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Waits for a promise; rejects with its name if it does not settle in time. */
export async function inTime<T>(what: string, promise: Promise<T>, timeoutMs = 60_000): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`waited ${timeoutMs / 1000} s in vain: ${what}`)),
    timeoutMs,
  );
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
