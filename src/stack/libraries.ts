import { FatalError } from "../errors.ts";
import { readLogTail } from "./log_tail.ts";
import { startProcess } from "./server_process.ts";

/** The jars that the stack runs. */
export interface Libraries {
  /** For the broker and its console tools. */
  readonly kafkaClasspath: string;
  readonly registryJar: string;
}

const progressMs = 2_000;
const notFoundCode = 127;

/**
 * The jars that the pom names, below a directory: downloaded by Maven when they are not there yet,
 * by one process at a time, and never seen half done.
 */
export async function prepareLibraries(
  pom: string,
  directory: string,
  report: (line: string) => void,
  signal: AbortSignal,
): Promise<Libraries> {
  const target = `${directory}/${await digestOf(pom)}`;
  if (!await exists(target)) {
    await Deno.mkdir(directory, { recursive: true });
    using lock = await Deno.open(`${directory}/lock`, { create: true, write: true });
    // Ends with this process in any case, so a killed download blocks nobody.
    await lock.lock(true);
    if (!await exists(target)) await download(pom, target, report, signal);
  }
  return { kafkaClasspath: `${target}/kafka/*`, registryJar: await registryJarIn(target) };
}

async function download(
  pom: string,
  target: string,
  report: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  report("downloading Kafka and the schema registry with Maven, about 200 MB, this once");
  const partial = `${target}.partial`;
  const log = `${target}.maven.log`;
  await removeDirectory(partial);
  const maven = startProcess(
    "Maven",
    ["mvn", "--batch-mode", `--file=${pom}`, `-Dlib=${partial}`, "package"],
    log,
  );
  const stop = () => void maven.stop();
  signal.addEventListener("abort", stop);
  const timer = setInterval(async () => {
    const line = downloadProgress(await Deno.readTextFile(log).catch(() => ""));
    if (line !== null) report(line);
  }, progressMs);
  try {
    const code = await maven.exited;
    signal.throwIfAborted();
    if (code !== 0) throw mavenError(code, await readLogTail(log));
    await Deno.rename(partial, target);
  } finally {
    clearInterval(timer);
    signal.removeEventListener("abort", stop);
    await maven.stop();
  }
}

/** What Maven is at, from its log; null before its first download. */
export function downloadProgress(log: string): string | null {
  const files = log.match(/Downloaded from /g)?.length ?? 0;
  const current = /.*Downloading from [^\n]*\/([^/\n]+)/s.exec(log)?.[1];
  return current === undefined ? null : `downloading: ${files} files so far, now ${current}`;
}

/** Says why Maven did not deliver. */
export function mavenError(code: number, tail: string): FatalError {
  if (code === notFoundCode) {
    return new FatalError(
      "the local stack is downloaded with Maven, and there is no mvn on the PATH",
      "install Maven 3.6 or newer, for example Debian's package maven",
    );
  }
  return new FatalError(
    `Maven could not download the local stack:\n${tail}`,
    "see to it that Maven reaches its repository, then start again; nothing is half done",
  );
}

async function digestOf(path: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  return new Uint8Array(digest).toHex().slice(0, 12);
}

async function registryJarIn(target: string): Promise<string> {
  for await (const { name } of Deno.readDir(`${target}/registry`)) {
    if (name.endsWith("-runner.jar")) return `${target}/registry/${name}`;
  }
  throw new FatalError(`there is no registry in ${target}`, `delete ${target} and start again`);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function removeDirectory(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
