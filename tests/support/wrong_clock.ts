import { root } from "./program.ts";

/** Gives a program another time of day than this machine's. */
export interface WrongClock extends AsyncDisposable {
  /** The environment variables for a Deno program. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A preload for a program. Its clock is wrong from the start, and at each SIGCONT it is set to the
 * next offset, for all its threads. Only reads of the time of day are affected, as when a clock is
 * set. Deno preloads nothing into workers, so each worker gets a program that sets the clock first.
 */
export async function clockWith(
  startMs: number,
  offsetsMs: readonly number[] = [],
): Promise<WrongClock> {
  const path = await Deno.makeTempFile({ dir: `${root}.stack`, suffix: ".cjs" });
  await Deno.writeTextFile(path, preload(clock(startMs, offsetsMs)));
  return {
    env: { NODE_OPTIONS: `--require ${path}` },
    [Symbol.asyncDispose]: () => Deno.remove(path),
  };
}

function clock(startMs: number, offsetsMs: readonly number[]): string {
  return `const now = Date.now;
const offsets = ${JSON.stringify(offsetsMs)};
let offset = ${startMs};
Date.now = () => now() + offset;
Deno.addSignalListener("SIGCONT", () => offset = offsets.shift() ?? offset);
`;
}

function preload(clock: string): string {
  return `${clock}
globalThis.Worker = class extends Worker {
  constructor(program, options) {
    const deceived = ${JSON.stringify(clock)} +
      \`import { runWorker } from "\${program}"; runWorker(globalThis);\`;
    super("data:text/javascript," + encodeURIComponent(deceived), options);
  }
};
`;
}
