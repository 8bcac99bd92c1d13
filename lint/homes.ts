/** A package that only a few files may import. */
export interface Home {
  /** Name without version and subpath. */
  readonly package: string;
  /** Files and folders, from the root of the project; a folder ends in a slash. */
  readonly paths: readonly string[];
  /** Completes the sentence "belongs there alone, because ...". */
  readonly reason: string;
}

/** The packages with a home of their own, which `*` does not open. */
export const homes: readonly Home[] = [
  {
    package: "zod",
    paths: ["src/settings/config.ts", "src/settings/setting.ts", "src/contract/"],
    reason: "it checks settings and describes the API; records have their own validation",
  },
];
