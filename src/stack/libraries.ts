import { FatalError } from "../errors.ts";
import { removeDirectory } from "./directory.ts";
import { downloadWithMaven } from "./maven.ts";
import type { Patience } from "./readiness.ts";

/** The jars that the stack runs. */
export interface Libraries {
  /** For the broker and its console tools. */
  readonly kafkaClasspath: string;
  /** What `java -jar` runs. */
  readonly registryJar: string;
}

const lockPollMs = 1_000;

/**
 * The jars of the pom, under a directory. They are downloaded if they are missing, by one process at a
 * time, and are never visible half done.
 */
export async function prepareLibraries(
  pom: string,
  directory: string,
  patience: Patience,
): Promise<Libraries> {
  const what = "Kafka and the schema registry, about 200 MB";
  const name = await digestOf(pom);
  const target = await downloadOnce({ what, pom, directory, name }, patience);
  return { kafkaClasspath: `${target}/kafka/*`, registryJar: await registryJarIn(target) };
}

/** What to download, and where to. */
export interface Download {
  /** Its description in messages. */
  readonly what: string;
  readonly pom: string;
  /** Of the pom. */
  readonly properties?: Readonly<Record<string, string>>;
  /** The directory of all downloads. This one goes to a subdirectory with its name. */
  readonly directory: string;
  readonly name: string;
}

/** The path of a download. It is downloaded if it is missing, by one process at a time. */
export async function downloadOnce(download: Download, patience: Patience): Promise<string> {
  const { directory, name } = download;
  const target = `${directory}/${name}`;
  if (await exists(target)) return target;
  await Deno.mkdir(directory, { recursive: true });
  using _lock = await lockFile(`${directory}/lock`, patience);
  if (!await exists(target)) await downloadTo(target, download, patience);
  return target;
}

async function downloadTo(
  target: string,
  { what, pom, properties = {} }: Download,
  patience: Patience,
): Promise<void> {
  patience.report(`downloading ${what} (only the first time)`);
  const partial = `${target}.partial`;
  await removeDirectory(partial);
  await downloadWithMaven(
    { pom, properties, target: partial, log: `${target}.maven.log` },
    patience,
  );
  await Deno.rename(partial, target);
}

/** The lock ends with the process that holds it, so a killed download blocks nobody. */
async function lockFile(path: string, { signal, report }: Patience): Promise<Deno.FsFile> {
  const file = await Deno.open(path, { create: true, write: true });
  let waiting = false;
  while (!await file.tryLock(true)) {
    if (!waiting) report("waiting for another process that is downloading the same files");
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, lockPollMs));
    if (!signal.aborted) continue;
    file.close();
    throw signal.reason;
  }
  return file;
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
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
