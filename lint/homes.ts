/** A package that only a few files may import. */
export interface Home {
  /** Name without version and subpath. */
  readonly package: string;
  /** Files from the root of the project. */
  readonly paths: readonly string[];
  /** Completes the sentence "belongs there alone, because ...". */
  readonly reason: string;
}

/** The packages with a home of their own, which `*` does not open. */
export const homes: readonly Home[] = [
  {
    package: "zod",
    paths: ["src/settings/config.ts", "src/settings/setting.ts"],
    reason: "settings are checked once, where they are read; records have their own validation",
  },
];
