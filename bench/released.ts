import { FatalError } from "../src/errors.ts";
import { projectPath } from "../src/stack/project_path.ts";

/** The release with which this version is compared: the last one with a producer for each partition. */
export const releasedCommit = "65e3d4b";

/** Where its copy of the project is. */
export const releasedDirectory: string = projectPath(`.stack/released-${releasedCommit}`);

/** Unpacks the release from the repository, once. */
export async function unpackRelease(): Promise<void> {
  if (await exists(`${releasedDirectory}/deno.json`)) return;
  await Deno.mkdir(releasedDirectory, { recursive: true });
  const unpack = `git archive ${releasedCommit} | tar --extract --directory ${releasedDirectory}`;
  const { success, stderr } = await new Deno.Command("sh", {
    args: ["-c", unpack],
    cwd: projectPath(""),
  }).output();
  if (success) return;
  throw new FatalError(
    `Cannot unpack release ${releasedCommit}: ${new TextDecoder().decode(stderr)}`,
    "run it in a clone with the whole history: git fetch --unshallow",
  );
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
