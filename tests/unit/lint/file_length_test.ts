import { assertEquals, assertMatch } from "@std/assert";
import { refusals } from "./refusals.ts";

function check(path: string, lines: number): readonly string[] {
  return refusals("file-length", path, "// line\n".repeat(lines));
}

Deno.test("the rule accepts 250 lines", () => {
  assertEquals(check("src/kafka/task.ts", 250), []);
});

Deno.test("the rule refuses 251 lines in src, bench, lint and tests", () => {
  for (const path of ["src/kafka/task.ts", "bench/main.ts", "lint/rooms.ts", "tests/a_test.ts"]) {
    assertMatch(check(path, 251)[0] ?? "", /^251 lines are more than 250/);
  }
});

Deno.test("the rule ignores the length of other files", () => {
  assertEquals(check("docs/data.ts", 251), []);
});
