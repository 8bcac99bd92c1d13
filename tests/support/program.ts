import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import project from "../../deno.json" with { type: "json" };
import program from "../../src/deno.json" with { type: "json" };
import { startArguments } from "../../src/identity/service.ts";

/** The project's directory, in which its programs run. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The exit code of a program and its output. */
export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The command of `deno task start` as one process that can be signaled. It may read an additional
 * folder in which a test keeps the files of its settings.
 */
export function processorCommand(
  env: Readonly<Record<string, string>>,
  directory?: string,
  readable?: string,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: mayRead(startArguments(), readable),
    cwd: directory ?? root,
    env: { ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs the command of a task that is one `deno run`, to its end. It may read an additional folder. */
export async function denoRun(
  name: keyof typeof project.tasks,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  readable: string,
): Promise<Ending> {
  const words = project.tasks[name].command.split(" ").slice(1);
  return await ending([...mayRead(words, readable), ...args], env);
}

/** Runs `deno task` with a name and arguments to its end, in a copy of the project if one is given. */
export async function denoTask(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  directory: string = root,
): Promise<Ending> {
  return await ending(["task", "--quiet", name, ...args], env, directory);
}

// --allow-read replaces the paths of the permission set, which are relative to src.
function mayRead([run, ...words]: readonly string[], folder?: string): string[] {
  const { read } = program.permissions.processor;
  return folder === undefined
    ? [run!, ...words]
    : [run!, `--allow-read=${[folder, ...read.map(fromRoot)]}`, ...words];
}

function fromRoot(path: string): string {
  return isAbsolute(path) ? path : join("src", path);
}

async function ending(
  args: string[],
  env: Readonly<Record<string, string>>,
  directory: string = root,
): Promise<Ending> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: directory,
    env: { ...env, DENO_NO_PROMPT: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}
