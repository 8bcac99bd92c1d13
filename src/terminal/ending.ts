const endings = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Calls back when the process is asked to end: by Ctrl-C, by SIGTERM, or by a terminal that closes.
 * However often it is asked, it ends in order, and only once.
 */
export function onEnding(end: (signal: string) => void): void {
  let hasBegun = false;
  for (const name of endings) {
    Deno.addSignalListener(name, () => {
      if (!hasBegun) end(name);
      hasBegun = true;
    });
  }
}

/** Aborts when the process is asked to end. */
export function endingSignal(): AbortSignal {
  const ending = new AbortController();
  onEnding((name) => ending.abort(new Error(`ended by ${name}`)));
  return ending.signal;
}

/** Resolves when a signal is aborted; at once when it already is. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}
