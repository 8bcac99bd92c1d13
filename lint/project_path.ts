const root = new URL("../", import.meta.url).href;

/** A file's path from the root of the project. A file outside of the project keeps its full path. */
export function projectPath(filename: string): string {
  return fromRoot(new URL(filename, root));
}

/** The target of a relative import in a file, as a path from the root of the project. */
export function importedPath(importer: string, specifier: string): string {
  return fromRoot(new URL(specifier, new URL(importer, root)));
}

function fromRoot({ href }: URL): string {
  return href.startsWith(root) ? href.slice(root.length) : href;
}

/** Whether a file must be in a room: those of the program, the benchmark and the tools. */
export function isRuled(path: string): boolean {
  return ["src/", "bench/", "tools/"].some((folder) => path.startsWith(folder));
}
