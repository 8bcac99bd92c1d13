// Written by deno task fuzz.

/** The values that were found to go wrong once. */
export const cases: readonly unknown[] = [];
