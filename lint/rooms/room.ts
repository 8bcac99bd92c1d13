/** A file or folder with a job of its own: what it does, and what it may import. */
export interface Room {
  /** Path from the root of the project; a folder ends in a slash. */
  readonly path: string;
  /** Its job, for the map in docs/design.md. */
  readonly job: string;
  /** Paths, package names, `node:` for the modules of Node, `*` for any package. */
  readonly imports: readonly string[];
  /** Paths from which it may import only types. */
  readonly importsTypesOf?: readonly string[];
  /** Completes the sentence "may not import this, because ...". */
  readonly reason: string;
}
