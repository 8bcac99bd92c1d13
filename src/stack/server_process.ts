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
  /** What people call it. */
  readonly name: string;
  /** Its own process id, not that of the shell that started it. */
  readonly pid: number;
  /** The file that holds all that it says. */
  readonly log: string;
  /** How it ended, once it has, for whatever reason. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** The same, but only when it ended before anybody called stop(). */
  readonly died: Promise<Deno.CommandStatus>;
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
    // The guard alone holds this pipe, so its end tells that the guard is gone, too.
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const exited = child.status;
  const guardGone = child.stdout.pipeTo(new WritableStream());
  let stopping: Promise<void> | null = null;
  const { promise: died, resolve: die } = Promise.withResolvers<Deno.CommandStatus>();
  exited.then((status) => {
    if (stopping === null) die(status);
  });
  const stop = async () => {
    const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
    await child.stdin.close();
    await exited;
    clearTimeout(timer);
    await guardGone;
  };
  return { name, pid: child.pid, log, exited, died, stop: () => stopping ??= stop() };
}

/** What to tell when a program has ended that nobody stopped. */
export async function deathOf({ name, log, died }: ServerProcess): Promise<FatalError> {
  const status = await died;
  return deathError(name, status, log, await readLogTail(log));
}

/** Says how a program ended, and where it may have said why. */
export function deathError(
  name: string,
  { code, signal }: Pick<Deno.CommandStatus, "code" | "signal">,
  log: string,
  tail: string,
): FatalError {
  const end = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  return new FatalError(
    `${name} ${end}. The end of its log, ${log}:\n${tail}`,
    "mend what the log names and start again; --fresh starts without the data of the last time",
  );
}
