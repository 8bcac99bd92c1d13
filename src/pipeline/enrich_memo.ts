const uncounted = "uncounted ";

/** How far event time has come in a partition, as the text that goes beside the committed offset. */
export function writeEnrichMemo(streamTimeMs: number, isCounted: boolean): string {
  return isCounted ? String(streamTimeMs) : uncounted + streamTimeMs;
}

/** How far event time has come by such a text; 0 for a text that another has written, or none. */
export function readEnrichMemo(memo: string): number {
  return Number(isUncounted(memo) ? memo.slice(uncounted.length) : memo) || 0;
}

/** Whether logins before the committed offset were not counted. */
export function isUncounted(memo: string): boolean {
  return memo.startsWith(uncounted);
}
