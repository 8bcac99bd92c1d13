/** A text in the source, and its replacement. */
export interface Edit {
  /** From the root of the project. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A rule that is switched off to see that a scenario then fails. */
export interface Mutation {
  /** The rule in the words of the documents. */
  readonly rule: string;
  /** The consequence of switching it off. */
  readonly without: string;
  /** Several if another rule has the same effect, so that it is switched off, too. */
  readonly edits: readonly Edit[];
  /** The name of the scenario that must fail. */
  readonly scenario: string;
  /** The expected failure: any other proves nothing. */
  readonly failure: RegExp;
}

/** A single edit, as in most mutations. */
export function edit(file: string, find: string, replace = ""): readonly Edit[] {
  return [{ file, find, replace }];
}
