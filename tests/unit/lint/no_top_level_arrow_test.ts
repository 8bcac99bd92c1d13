import { assertEquals, assertMatch } from "@std/assert";
import { refusals } from "./refusals.ts";

function check(source: string, path = "src/kafka/task.ts"): readonly string[] {
  return refusals("no-top-level-arrow", path, source);
}

Deno.test("the rule refuses a top-level function in a variable", () => {
  const held = [
    "const start = () => {}",
    "export const start = () => {}",
    "const start = function () {}",
    "const start = (() => {}) as Start",
    "const start = (() => {}) satisfies Start",
  ];
  for (const source of held) {
    assertMatch(check(source)[0] ?? "", /^write start as a function declaration/, source);
  }
});

Deno.test("the rule accepts function declarations, closures and tables of functions", () => {
  const free = [
    "export function start() {}",
    "function start() { const stop = () => {}; return stop; }",
    "const table = { start: () => {} }",
  ];
  for (const source of free) assertEquals(check(source), [], source);
});

Deno.test("the rule accepts arrows in tests", () => {
  assertEquals(check("const start = () => {}", "tests/unit/a_test.ts"), []);
});
