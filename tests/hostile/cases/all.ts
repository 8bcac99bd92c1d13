// Written by deno task fuzz.
import case0 from "./16beec9387a9.json" with { type: "json" };
import case1 from "./333c0a98a400.json" with { type: "json" };
import case2 from "./8d844cc11e7c.json" with { type: "json" };

/** The values that were found to go wrong once. */
export const cases: readonly unknown[] = [case0 as unknown, case1 as unknown, case2 as unknown];
