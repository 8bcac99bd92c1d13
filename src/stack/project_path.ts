import { fileURLToPath } from "node:url";

/** The absolute path of a file or directory, given from the root of the project. */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
