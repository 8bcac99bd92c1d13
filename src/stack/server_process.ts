import { FatalError } from "../errors.ts";
import { readLogTail } from "./log_tail.ts";

const patienceMs = 10_000;

// The program replaces the shell, so the process id is its own. A guard process reads a pipe from us.
// When the pipe closes, by stop() or because this process was killed, the guard sends SIGTERM to the
// program, and SIGCONT, because a suspended program could not handle SIGTERM.
const guardedScript = `
log=$1; shift; exec 3<&0
(trap '' HUP INT TERM; read -r line <&3; kill -TERM $$; kill -CONT $$) 2>/dev/null &
exec "$@" >"$log" 2>&1 </dev/null 3<&-
`;

/** A program that runs beside this process and never outlives it. */
export interface ServerProcess {
  /** Its name in messages. */
  readonly name: string;
  /** Its own process id, not that of the shell that started it. */
  readonly pid: number;
  /** The file with all of its output. */
  readonly log: string;
  /** Resolves when it has exited, for any reason. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** Resolves only when it exited before stop() was called. */
  readonly died: Promise<Deno.CommandStatus>;
  /** Stops the program with SIGTERM, and with SIGKILL after ten seconds. Resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/** Starts a program that writes both of its outputs to a log file, which is emptied first. */
export function startProcess(
  name: string,
  command: readonly string[],
  log: string,
): ServerProcess {
  const child = new Deno.Command("sh", {
    args: ["-c", guardedScript, name, log, ...command],
    stdin: "piped",
    // Only the guard holds this pipe, so its end shows that the guard has exited as well.
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

/** The error for a program that exited without being stopped. */
export async function deathOf({ name, log, died }: ServerProcess): Promise<FatalError> {
  const status = await died;
  return deathError(name, status, log, await readLogTail(log));
}

/** The error that says how a program exited, with the end of its log. */
export function deathError(
  name: string,
  { code, signal }: Pick<Deno.CommandStatus, "code" | "signal">,
  log: string,
  tail: string,
): FatalError {
  const end = signal === null ? `exited with code ${code}` : `was stopped by ${signal}`;
  return new FatalError(
    `${name} ${end}. The end of its log, ${log}:\n${tail}`,
    "fix the cause and start again; --fresh deletes the data of earlier runs",
  );
}
