import { optionsIn, type Vocabulary } from "./command_lines.ts";
import { type Import, importsIn } from "./imports.ts";
import { linksIn } from "./links.ts";
import type { Tasks } from "./parts.ts";

const outsideDocs = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "deploy/monitoring/README.md"];

/** The TypeScript and JavaScript files below some folders, as paths from the root of the project. */
export async function sourceFiles(folders: readonly string[]): Promise<string[]> {
  const below = await Promise.all(folders.map(async (folder) => {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    const inside = entries.filter(({ isDirectory }) => isDirectory);
    const files = entries.filter(({ name, isFile }) => isFile && /\.[jt]s$/.test(name));
    return [
      ...files.map(({ name }) => `${folder}/${name}`),
      ...await sourceFiles(inside.map(({ name }) => `${folder}/${name}`)),
    ];
  }));
  return below.flat().toSorted();
}

/** All imports between these files. */
export async function readImports(files: readonly string[]): Promise<Import[]> {
  const read = async (file: string) => importsIn(file, await Deno.readTextFile(file));
  return (await Promise.all(files.map(read))).flat();
}

/** The documents by path. */
export async function readDocuments(): Promise<Map<string, string>> {
  const pages = await Array.fromAsync(Deno.readDir("docs"), ({ name }) => `docs/${name}`);
  const paths = [...outsideDocs, ...pages.filter((path) => path.endsWith(".md")).toSorted()];
  const texts = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
  return new Map(paths.map((path, index) => [path, texts[index] ?? ""]));
}

/** The files that the documents link to, if they exist. */
export async function existingTargets(
  documents: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  const links = [...documents].flatMap(([document, text]) => linksIn(document, text));
  const targets = [...new Set(links.map(({ file }) => file))];
  const exist = await Promise.all(
    targets.map((file) => Deno.stat(file).then(() => true, () => false)),
  );
  return new Set(targets.filter((_, index) => exist[index]));
}

/** The tasks of deno.json with the options that the source of each command declares. */
export async function readVocabulary(
  tasks: Tasks,
  settings: readonly string[],
): Promise<Vocabulary> {
  const options = await Promise.all(
    Object.entries(tasks).map(async ([name, { command }]) => {
      const main = /\bdeno run .*?([\w/]+\.ts)/.exec(command)?.[1];
      const sources = main === undefined ? [] : await readCommand(main);
      return [name, new Set(sources.flatMap(optionsIn))] as const;
    }),
  );
  return { tasks: new Map(options), settings: new Set(settings) };
}

/** A command's file, and those of its subcommands if it has a folder in src/commands. */
async function readCommand(main: string): Promise<string[]> {
  const folder = /^src\/commands\/\w+(?=\/main\.ts$)/.exec(main)?.[0];
  const files = folder === undefined ? [main] : await sourceFiles([folder]);
  return await Promise.all(files.map((file) => Deno.readTextFile(file)));
}
