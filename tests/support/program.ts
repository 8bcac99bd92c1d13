import { fileURLToPath } from "node:url";
import { startArguments } from "../../src/service.ts";

/** The project's directory, in which its programs run. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** How a program ended, and what it said. */
export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The processor as `deno task start` runs it, but as one process that can be signalled. */
export function processorCommand(
  env: Readonly<Record<string, string>>,
  directory: string = root,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: startArguments(),
    cwd: directory,
    env: { ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs `deno task` with a name and words behind it, to its end. */
export async function denoTask(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ending> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", name, ...args],
    cwd: root,
    env: { ...env, DENO_NO_PROMPT: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}
