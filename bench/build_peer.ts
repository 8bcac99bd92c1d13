import { removeDirectory } from "../src/stack/directory.ts";
import { readLogTail } from "../src/stack/log_tail.ts";
import { projectPath } from "../src/stack/project_path.ts";
import { startProcess } from "../src/stack/server_process.ts";
import { withEnvironment } from "./contestant.ts";
import type { PeerPlan } from "./peer_plans.ts";

/** Where a peer was built, or why the build was not possible. */
export type Build = { readonly path: string } | { readonly missing: string };

const tools = { maven: "mvn", go: "go", python: "python3" } as const;

/** Builds a peer below `.stack`, unless it was built from the same files before. */
export async function buildPeer(
  { directory, toolchain }: Pick<PeerPlan, "directory" | "toolchain">,
  report: (line: string) => void,
): Promise<Build> {
  const source = projectPath(`bench/peers/${directory}`);
  const path = projectPath(`.stack/bench/${directory}-${await digestOf(source)}`);
  if (await isThere(path)) return { path };
  const tool = tools[toolchain];
  if (!await hasTool(tool)) return { missing: `there is no ${tool}` };
  report(`building bench/peers/${directory} with ${tool}, this once`);
  const partial = `${path}.partial`;
  await removeDirectory(partial);
  await Deno.mkdir(partial, { recursive: true });
  const log = `${path}.log`;
  for (const command of buildCommands(toolchain, source, partial)) {
    if (await succeeds(command, log)) continue;
    return { missing: `${tool} could not build it (${log}):\n${await readLogTail(log, 3)}` };
  }
  await Deno.rename(partial, path);
  return { path };
}

function buildCommands(
  toolchain: PeerPlan["toolchain"],
  source: string,
  target: string,
): readonly (readonly string[])[] {
  if (toolchain === "maven") {
    return [[
      "mvn",
      "-q",
      "--batch-mode",
      `--file=${source}/pom.xml`,
      `-Dlib=${target}`,
      "package",
    ]];
  }
  if (toolchain === "go") {
    const go = projectPath(".stack/bench/go");
    const places = { GOMODCACHE: `${go}/modules`, GOCACHE: `${go}/cache`, GOFLAGS: "-modcacherw" };
    return [withEnvironment(places, ["go", "build", "-C", source, "-o", `${target}/peer`, "."])];
  }
  const python = `${target}/venv/bin/python`;
  return [
    ["python3", "-m", "venv", `${target}/venv`],
    [python, "-m", "pip", "install", "--quiet", "--requirement", `${source}/requirements.txt`],
    ["cp", `${source}/main.py`, target],
  ];
}

async function succeeds(command: readonly string[], log: string): Promise<boolean> {
  const process = startProcess("the build", command, log);
  const { success } = await process.exited;
  await process.stop();
  return success;
}

/** A digest of the paths and contents of all files in a directory. */
async function digestOf(directory: string): Promise<string> {
  const parts: string[] = [];
  for await (const file of filesBelow(directory)) {
    parts.push(file.slice(directory.length), await Deno.readTextFile(file));
  }
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex().slice(0, 12);
}

async function* filesBelow(directory: string): AsyncGenerator<string> {
  const entries = await Array.fromAsync(Deno.readDir(directory));
  for (const { name, isDirectory } of entries.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    if (isDirectory) yield* filesBelow(`${directory}/${name}`);
    else yield `${directory}/${name}`;
  }
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function hasTool(name: string): Promise<boolean> {
  try {
    const args = [name === "go" ? "version" : "--version"];
    await new Deno.Command(name, { args, stdout: "null", stderr: "null" }).output();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
