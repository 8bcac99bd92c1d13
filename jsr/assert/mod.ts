/** The assertions of `@std/assert` that this project uses. */
export { AssertionError } from "./assertion_error.ts";
export { assert, assertExists, fail, unreachable } from "./assert.ts";
export {
  assertAlmostEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
} from "./comparison.ts";
export { equal } from "./equal.ts";
export { assertEquals, assertNotEquals, assertStrictEquals } from "./equality.ts";
export { assertInstanceOf, assertIsError } from "./instance.ts";
export { assertArrayIncludes, assertMatch, assertStringIncludes } from "./inclusion.ts";
export { assertRejects, assertThrows } from "./throws.ts";
