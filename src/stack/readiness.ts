import { FatalError } from "../errors.ts";
import { deathOf, type ServerProcess } from "./server_process.ts";

const pollMs = 50;
const reportMs = 5_000;
const limitMs = 90_000;

/** How long to wait for a server, and whom to tell. */
export interface Patience {
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/**
 * Resolves when the server answers; a server that does not come up is stopped, and the error holds
 * the end of its log.
 */
export async function untilReady(
  server: ServerProcess,
  answers: () => Promise<boolean>,
  { signal, report }: Patience,
): Promise<void> {
  try {
    await Promise.race([
      poll(server, answers, report, signal),
      deathOf(server).then((death) => Promise.reject(death)),
    ]);
    signal.throwIfAborted();
  } catch (error) {
    await server.stop();
    signal.throwIfAborted();
    throw error;
  }
}

async function poll(
  server: ServerProcess,
  answers: () => Promise<boolean>,
  report: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const startMs = performance.now();
  let reportAtMs = startMs + reportMs;
  while (!signal.aborted && !await answers()) {
    const nowMs = performance.now();
    if (nowMs > startMs + limitMs) throw tooSlow(server);
    if (nowMs > reportAtMs) {
      report(`waiting for ${server.name}, ${Math.round((nowMs - startMs) / 1000)} s so far`);
      reportAtMs += reportMs;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function tooSlow(server: ServerProcess): FatalError {
  return new FatalError(
    `${server.name} did not answer within ${limitMs / 1000} s`,
    `read its log, ${server.log}; a machine this busy may need other work to end first`,
  );
}
