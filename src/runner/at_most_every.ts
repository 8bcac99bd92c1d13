/** Limits calls of a function to one every `ms` milliseconds. Calls in between are dropped. */
export function atMostEvery(ms: number, act: () => void): () => void {
  let doneMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - doneMs < ms) return;
    doneMs = nowMs;
    act();
  };
}
