/** One place in the source, and what it becomes. */
export interface Edit {
  /** From the root of the project. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A rule that is switched off, to see that a scenario fails for it. */
export interface Mutation {
  /** The rule, as a document calls it. */
  readonly rule: string;
  /** What goes wrong without it. */
  readonly without: string;
  /** Two where another rule catches the same, and is switched off as well. */
  readonly edits: readonly Edit[];
  /** The name of the scenario that has to fail. */
  readonly scenario: string;
  /** How it has to fail: another failure proves nothing. */
  readonly failure: RegExp;
}

/** The only edit of most mutations. */
export function edit(file: string, find: string, replace = ""): readonly Edit[] {
  return [{ file, find, replace }];
}
