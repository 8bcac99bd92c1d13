// Written by deno task fuzz.
import case0 from "./333c0a98a400.json" with { type: "json" };

/** The values that were found to go wrong once. */
export const cases: readonly unknown[] = [case0];
