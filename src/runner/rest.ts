const longestRestMs = 100;

/**
 * Waits for some times as long as work took. What comes meanwhile is one batch with what follows it;
 * behind a quiet moment nobody rests, so the first record after it is processed at once.
 */
export async function restAfter(workedMs: number, factor: number): Promise<void> {
  const restMs = Math.min(workedMs * factor, longestRestMs);
  if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
}
