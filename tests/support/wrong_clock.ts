import { root } from "./program.ts";

/** Lets a program believe in another time of day than this machine's. */
export interface WrongClock extends AsyncDisposable {
  /** The environment in which a program of Deno does. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A preload for a program, in which the clock is wrong from the start, and at each SIGCONT is set
 * to the next offset, for all its threads. Only what asks for the time of day is deceived, as by a
 * clock that is set. Deno preloads nothing into workers, so each is given a program that sets the clock first.
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
