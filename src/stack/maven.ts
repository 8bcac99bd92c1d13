import { FatalError } from "../errors.ts";
import { logTail } from "./log_tail.ts";
import type { Patience } from "./readiness.ts";
import { type ServerProcess, startProcess } from "./server_process.ts";

const progressMs = 2_000;
/** POSIX: a shell's exit code for a program that it cannot find. */
const notFoundCode = 127;
const tailLines = 10;

/** One call of Maven. */
export interface MavenCall {
  readonly pom: string;
  /** Of the pom. */
  readonly properties: Readonly<Record<string, string>>;
  /** The directory for the jars. */
  readonly target: string;
  /** The file for Maven's output. */
  readonly log: string;
}

/** Downloads the jars of the pom into a directory, and reports progress every two seconds. */
export async function downloadWithMaven(
  { pom, properties, target, log }: MavenCall,
  { signal, report }: Patience,
): Promise<void> {
  signal.throwIfAborted();
  const command = [
    "mvn",
    "--batch-mode",
    "-Dstyle.color=never",
    `--file=${pom}`,
    `-Dlib=${target}`,
    ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
    "package",
  ];
  const maven = startProcess("Maven", command, log);
  const stop = () => void maven.stop();
  signal.addEventListener("abort", stop);
  const timer = setInterval(() => reportProgress(maven, report), progressMs);
  try {
    const { code } = await maven.exited;
    signal.throwIfAborted();
    if (code !== 0) throw mavenError(code, log, await Deno.readTextFile(log));
  } finally {
    clearInterval(timer);
    signal.removeEventListener("abort", stop);
    await maven.stop();
  }
}

/** Maven's progress, from its log. */
export function downloadProgress(log: string): string {
  const files = log.match(/Downloaded from /g)?.length ?? 0;
  const current = /.*Downloading from \S+: \S*\/(\S+)/s.exec(log)?.[1];
  return current === undefined
    ? "downloading: Maven is starting"
    : `downloading: ${files} files so far, now ${current}`;
}

/** Why Maven failed: its first error, or the end of its log if there is none. */
export function mavenError(code: number, path: string, log: string): FatalError {
  if (code === notFoundCode) {
    return new FatalError(
      "the local stack is downloaded with Maven, but there is no mvn on the PATH",
      "install Maven 3.6 or newer, for example Debian's package maven",
    );
  }
  const error = log.split("\n").find((line) => /^\[ERROR\] \S/.test(line));
  return new FatalError(
    `Maven could not download the local stack (its full output is in ${path}):\n${
      logTail(error ?? log, tailLines)
    }`,
    "make sure that Maven can reach its repository, then start again; no partial download is left",
  );
}

async function reportProgress(maven: ServerProcess, report: (line: string) => void) {
  report(downloadProgress(await Deno.readTextFile(maven.log)));
}
