const shutdownSignals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Calls `shutDown` when the process is asked to stop: by Ctrl-C, by SIGTERM, or because its terminal
 * closes. Further signals are ignored, so that the shutdown stays orderly.
 */
export function onShutdown(shutDown: (signal: string) => void): void {
  let hasBegun = false;
  for (const name of shutdownSignals) {
    Deno.addSignalListener(name, () => {
      if (!hasBegun) shutDown(name);
      hasBegun = true;
    });
  }
}

/** A signal that aborts when the process is asked to stop. */
export function shutdownSignal(): AbortSignal {
  const controller = new AbortController();
  onShutdown((name) => controller.abort(new Error(`stopped by ${name}`)));
  return controller.signal;
}

/** Resolves when a signal is aborted; immediately if it already is. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}
