/** One file or folder that has a job of its own: what it is for, and what it may import. */
export interface Room {
  /** Path from the root of the project; a folder ends in a slash. */
  readonly path: string;
  /** Its job, for the map in docs/design.md. */
  readonly job: string;
  /** Paths, package names, `node:` for the modules of Node, `*` for any package. */
  readonly imports: readonly string[];
  /** Paths whose types alone it may import. */
  readonly importsTypesOf?: readonly string[];
  /** Completes the sentence "may not import this, because ...". */
  readonly reason: string;
}
