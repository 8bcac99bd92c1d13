import { fileURLToPath } from "node:url";

/** The project's directory, in which its programs run. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** How a program ended, and what it said. */
export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of the project as `deno task` runs it: with its own permissions and no others. */
export function program(
  permissions: "processor" | "client",
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", `-P=${permissions}`, entry, ...args],
    cwd: root,
    env: { ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs a command of the command line to its end. */
export async function runCommand(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ending> {
  const { code, stdout, stderr } = await program("client", entry, args, env).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}
