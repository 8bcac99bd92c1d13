import { FatalError } from "../errors.ts";
import { readLogTail } from "./log_tail.ts";

const patienceMs = 10_000;

// The program takes the shell's place, so the id is its own. Beside it stays a guard that reads a
// pipe from us: when that closes, be it by stop() or because we were killed ourselves, the program
// is asked to end. CONT wakes a suspended program, which could not hear of it otherwise.
const guardedScript = `
log=$1; shift; exec 3<&0
(trap '' HUP INT TERM; read -r line <&3; kill -TERM $$; kill -CONT $$) 2>/dev/null &
exec "$@" >"$log" 2>&1 </dev/null 3<&-
`;

/** A program that runs beside this process and never outlives it. */
export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** Its exit code, once it has ended for whatever reason. */
  readonly exited: Promise<number>;
  /** Resolves when the program is gone: asked first, killed after ten seconds. */
  readonly stop: () => Promise<void>;
}

/** Starts a program with both its outputs in a log file, which is emptied first. */
export function startProcess(
  name: string,
  command: readonly string[],
  log: string,
): ServerProcess {
  const child = new Deno.Command("sh", {
    args: ["-c", guardedScript, name, log, ...command],
    stdin: "piped",
    // The guard alone holds this pipe; that it ends tells that the guard is gone.
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const exited = child.status.then(({ code }) => code);
  const guardGone = exited.then(() => child.stdout.pipeTo(new WritableStream()));
  const stop = async () => {
    if (!child.stdin.locked) await child.stdin.getWriter().close().catch(() => {});
    const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
    await exited;
    clearTimeout(timer);
    await guardGone;
  };
  return { name, pid: child.pid, log, exited, stop };
}

/** What to tell when a program has ended that nobody stopped. */
export async function deathOf(server: ServerProcess): Promise<FatalError> {
  const code = await server.exited;
  return new FatalError(
    `${server.name} ended with code ${code}; the end of its log, ${server.log}:\n${await readLogTail(
      server.log,
    )}`,
    "mend what the log names, or start with empty data: deno task stack --fresh",
  );
}
