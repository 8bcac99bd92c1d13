import { assertEquals, assertMatch } from "@std/assert";
import { refusals } from "./refusals.ts";

function check(path: string, lines: number): readonly string[] {
  return refusals("file-length", path, "// line\n".repeat(lines));
}

Deno.test("250 lines pass", () => {
  assertEquals(check("src/kafka/task.ts", 250), []);
});

Deno.test("251 lines are refused in src, bench, lint and tests", () => {
  for (const path of ["src/kafka/task.ts", "bench/main.ts", "lint/rooms.ts", "tests/a_test.ts"]) {
    assertMatch(check(path, 251)[0] ?? "", /^251 lines are more than 250/);
  }
});

Deno.test("the length of other files is their own affair", () => {
  assertEquals(check("docs/data.ts", 251), []);
});
