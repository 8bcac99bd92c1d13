const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Aborts when the process is asked to end: by Ctrl-C, by SIGTERM, or by a terminal that closes. */
export function endingSignal(): AbortSignal {
  const ending = new AbortController();
  for (const name of endings) {
    Deno.addSignalListener(name, () => ending.abort(new Error(`ended by ${name}`)));
  }
  return ending.signal;
}

/** Resolves when a signal is aborted; at once when it already is. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}
