import { FatalError } from "../errors.ts";
import { deathOf, type ServerProcess } from "./server_process.ts";

const pollMs = 50;
const reportMs = 5_000;
const limitMs = 90_000;

/** How to abort a wait, and where to report progress. */
export interface Patience {
  /** Aborts the wait and stops the server. */
  readonly signal: AbortSignal;
  /** Receives progress messages. */
  readonly report: (line: string) => void;
}

/** Resolves when the server answers. Stops a server that does not start. */
export async function untilReady(
  server: ServerProcess,
  answers: () => Promise<boolean>,
  patience: Patience,
): Promise<void> {
  try {
    await poll(server, answers, patience);
  } catch (error) {
    await server.stop();
    patience.signal.throwIfAborted();
    throw error;
  }
}

async function poll(
  server: ServerProcess,
  answers: () => Promise<boolean>,
  { signal, report }: Patience,
): Promise<void> {
  let dead = false;
  server.died.then(() => dead = true);
  const startMs = performance.now();
  let reportAtMs = startMs + reportMs;
  while (!await answers()) {
    signal.throwIfAborted();
    if (dead) throw await deathOf(server);
    const nowMs = performance.now();
    if (nowMs > startMs + limitMs) throw tooSlow(server);
    if (nowMs > reportAtMs) {
      report(`waiting for ${server.name} to answer, ${Math.round((nowMs - startMs) / 1000)} s`);
      reportAtMs += reportMs;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function tooSlow(server: ServerProcess): FatalError {
  return new FatalError(
    `${server.name} did not answer within ${limitMs / 1000} s`,
    `read its log, ${server.log}; on a busy machine, first wait for other work to finish`,
  );
}
