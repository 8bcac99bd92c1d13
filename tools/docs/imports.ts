/** One import of a file by another, both as paths from the root of the project. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Whether it imports only types, which do not exist at run time. */
  readonly isType: boolean;
}

const commentLine = /^\s*(?:\/\/|\/?\*).*$/gm;
const statement =
  /^(?:import|export)\b([^;"]*?)\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm;
const typesOnly = /^\s*(?:type\s+[^,]*|\{(?:\s*type\s[^,}]+,?)+\s*\})\s*$/;

/** The imports of other project files in a file's text, in order, without packages. */
export function importsIn(from: string, text: string): Import[] {
  return [...text.replaceAll(commentLine, "").matchAll(statement)].flatMap((found) => {
    const [, clause = "", named, bare, dynamic] = found;
    const specifier = named ?? bare ?? dynamic ?? "";
    if (!specifier.startsWith(".")) return [];
    const to = new URL(specifier, `file:///${from}`).pathname.slice(1);
    return [{ from, to, isType: typesOnly.test(clause) }];
  });
}

/** A circle of files that import each other's values, from one file back to it; null if there is none. */
export function circleOf(imports: readonly Import[]): string[] | null {
  const targets = Map.groupBy(imports.filter(({ isType }) => !isType), ({ from }) => from);
  const finished = new Set<string>();
  const search = (file: string, path: readonly string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return null;
    for (const { to } of targets.get(file) ?? []) {
      const circle = search(to, [...path, file]);
      if (circle !== null) return circle;
    }
    finished.add(file);
    return null;
  };
  for (const file of targets.keys()) {
    const circle = search(file, []);
    if (circle !== null) return circle;
  }
  return null;
}
