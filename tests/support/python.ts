import { projectPath } from "../../src/stack/project_path.ts";
import { findTool, type Tool } from "./tool.ts";

/**
 * A Python with the packages of a requirements file, in its own virtual environment. The environment
 * is created once and kept in `.stack`. If this fails, the result is the end of pip's error.
 */
export async function pythonWith(requirements: string): Promise<Tool> {
  const python3 = await findTool("python3");
  if ("missing" in python3) return python3;
  const directory = projectPath(`.stack/python/${await digestOf(requirements)}`);
  const path = `${directory}/bin/python`;
  if (await exists(path)) return { path };
  console.error(`installing ${requirements} for Python, this once`);
  // A temporary name until it is complete, because another run may create the same environment.
  const partial = `${directory}.${Deno.pid}`;
  const install = ["-m", "pip", "install", "--quiet", "--requirement", requirements];
  const complaint = await failureOf(python3.path, ["-m", "venv", "--clear", partial]) ??
    await failureOf(`${partial}/bin/python`, install);
  if (complaint === null) await Deno.rename(partial, directory).catch(() => {});
  await Deno.remove(partial, { recursive: true }).catch(() => {});
  return complaint === null ? { path } : { missing: `Python has no packages: ${complaint}` };
}

/** The end of a failed program's output; null if it succeeded. */
async function failureOf(path: string, args: readonly string[]): Promise<string | null> {
  const { success, stdout, stderr } = await new Deno.Command(path, { args: [...args] }).output();
  const text = new TextDecoder();
  const said = `${text.decode(stdout)}${text.decode(stderr)}`.trim().split("\n");
  return success ? null : said.at(-1) ?? "";
}

async function digestOf(path: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  return new Uint8Array(digest).toHex().slice(0, 12);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
