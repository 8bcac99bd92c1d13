import { FatalError } from "../errors.ts";

/** A directory that belongs to one running stack. */
export interface ClaimedDirectory extends AsyncDisposable {
  /** Its absolute path. */
  readonly path: string;
}

/** Which directory a stack needs, under the common home directory. */
export interface Claim {
  /** A new directory that is deleted at the end. */
  readonly ephemeral: boolean;
  /** Delete the data of earlier stacks first, but not the downloads. */
  readonly fresh: boolean;
}

/** Claims a directory for a stack's data and logs. Throws FatalError if another stack uses it. */
export async function claimDirectory(home: string, claim: Claim): Promise<ClaimedDirectory> {
  await Deno.mkdir(home, { recursive: true });
  // Without the gate, a directory between its creation and its claim would look abandoned.
  using gate = await Deno.open(`${home}/gate`, { create: true, write: true });
  await gate.lock(true);
  if (claim.fresh) await removeUnclaimed(home);
  const path = claim.ephemeral
    ? await Deno.makeTempDir({ dir: home, prefix: "ephemeral-" })
    : `${home}/data`;
  await Deno.mkdir(path, { recursive: true });
  const lock = await tryClaim(path);
  if (lock === null) {
    throw new FatalError(
      `another stack is using ${path}`,
      "stop that one first, or start another one with --ephemeral",
    );
  }
  return { path, [Symbol.asyncDispose]: () => release(path, lock, claim.ephemeral) };
}

/** Removes a directory and its contents, if it exists. */
export async function removeDirectory(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function release(path: string, lock: Deno.FsFile, ephemeral: boolean): Promise<void> {
  if (ephemeral) await removeDirectory(path);
  lock.close();
}

async function removeUnclaimed(home: string): Promise<void> {
  for await (const { name } of Deno.readDir(home)) {
    if (name !== "data" && !name.startsWith("ephemeral-")) continue;
    using lock = await tryClaim(`${home}/${name}`);
    if (lock !== null) await removeDirectory(`${home}/${name}`);
  }
}

/** The lock ends with the process that holds it, so a killed stack leaves no claim. */
async function tryClaim(path: string): Promise<Deno.FsFile | null> {
  const file = await Deno.open(`${path}/lock`, { create: true, write: true });
  if (await file.tryLock(true)) return file;
  file.close();
  return null;
}
