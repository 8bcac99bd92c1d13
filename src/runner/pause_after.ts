const longestPauseMs = 100;

/**
 * Waits `factor` times as long as the work took. Records that arrive meanwhile form one larger batch.
 * There is no pause before the first batch after a quiet time, so that one is processed at once.
 */
export async function pauseAfter(workedMs: number, factor: number): Promise<void> {
  const pauseMs = Math.min(workedMs * factor, longestPauseMs);
  if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
