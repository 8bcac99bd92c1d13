import { assertEquals, assertMatch } from "@std/assert";
import { refusals } from "./refusals.ts";

function check(source: string, path = "src/kafka/task.ts"): readonly string[] {
  return refusals("no-top-level-arrow", path, source);
}

Deno.test("a top-level function in a variable is refused", () => {
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

Deno.test("function declarations, closures and tables of functions pass", () => {
  const free = [
    "export function start() {}",
    "function start() { const stop = () => {}; return stop; }",
    "const table = { start: () => {} }",
  ];
  for (const source of free) assertEquals(check(source), [], source);
});

Deno.test("tests may hold arrows", () => {
  assertEquals(check("const start = () => {}", "tests/unit/a_test.ts"), []);
});
