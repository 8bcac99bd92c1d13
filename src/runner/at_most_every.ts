/** Does something when asked to, but at most once in so many milliseconds. */
export function atMostEvery(ms: number, act: () => void): () => void {
  let doneMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - doneMs < ms) return;
    doneMs = nowMs;
    act();
  };
}
