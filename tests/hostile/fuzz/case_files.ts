import { fileURLToPath } from "node:url";
import { type Case, caseList, caseName } from "./cases.ts";

const directory = fileURLToPath(new URL("../cases/", import.meta.url));

/** Writes a case to its own file and lists it; returns the file's name. */
export async function keepCase(found: Case): Promise<string> {
  const name = await caseName(found);
  const path = `${directory}${name}.json`;
  await Deno.writeTextFile(path, `${JSON.stringify(found, null, 2)}\n`);
  const names: string[] = [];
  for await (const { name } of Deno.readDir(directory)) {
    if (name.endsWith(".json")) names.push(name.slice(0, -".json".length));
  }
  await Deno.writeTextFile(`${directory}all.ts`, caseList(names));
  return path;
}
