import { FatalError } from "../errors.ts";
import { logTail } from "./log_tail.ts";
import type { Patience } from "./readiness.ts";
import { type ServerProcess, startProcess } from "./server_process.ts";

const progressMs = 2_000;
/** POSIX: what a shell says of a program that it cannot find. */
const notFoundCode = 127;
const tailLines = 10;

/** What Maven is asked for. */
export interface MavenCall {
  readonly pom: string;
  /** Of the pom. */
  readonly properties: Readonly<Record<string, string>>;
  /** The directory that the jars go into. */
  readonly target: string;
  /** The file that takes what Maven says. */
  readonly log: string;
}

/** Puts the jars that the pom names into a directory, and says every two seconds how far it is. */
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

/** What Maven is at, from its log. */
export function downloadProgress(log: string): string {
  const files = log.match(/Downloaded from /g)?.length ?? 0;
  const current = /.*Downloading from \S+: \S*\/(\S+)/s.exec(log)?.[1];
  return current === undefined
    ? "downloading: Maven is starting"
    : `downloading: ${files} files so far, now ${current}`;
}

/** Says why Maven did not deliver: its first error, or the end of its log when it names none. */
export function mavenError(code: number, path: string, log: string): FatalError {
  if (code === notFoundCode) {
    return new FatalError(
      "the local stack is downloaded with Maven, and there is no mvn on the PATH",
      "install Maven 3.6 or newer, for example Debian's package maven",
    );
  }
  const error = log.split("\n").find((line) => /^\[ERROR\] \S/.test(line));
  return new FatalError(
    `Maven could not download the local stack (all that it said is in ${path}):\n${
      logTail(error ?? log, tailLines)
    }`,
    "see to it that Maven reaches its repository, then start again; nothing is half done",
  );
}

async function reportProgress(maven: ServerProcess, report: (line: string) => void) {
  report(downloadProgress(await Deno.readTextFile(maven.log)));
}
