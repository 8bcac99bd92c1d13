const root = new URL("../", import.meta.url).href;

/** Gives a file's path from the root of the project; a file outside of it keeps its address. */
export function projectPath(filename: string): string {
  return fromRoot(new URL(filename, root));
}

/** Gives the path from the root of the project that a relative import in a file leads to. */
export function importedPath(importer: string, specifier: string): string {
  return fromRoot(new URL(specifier, new URL(importer, root)));
}

function fromRoot({ href }: URL): string {
  return href.startsWith(root) ? href.slice(root.length) : href;
}

/** Whether a file is of those that have rooms: the program, what measures it, what documents it. */
export function isRuled(path: string): boolean {
  return ["src/", "bench/", "tools/"].some((folder) => path.startsWith(folder));
}
