import { assertEquals, assertMatch } from "@std/assert";
import { refusals } from "./refusals.ts";

function check(path: string): readonly string[] {
  return refusals("no-drawer-names", path, "export {};");
}

Deno.test("the rule refuses names of files and folders that fit anything", () => {
  const drawers = ["utils", "helpers", "common", "manager", "types", "misc", "impl", "index"];
  for (const name of drawers) {
    assertMatch(
      check(`src/kafka/${name}.ts`)[0] ?? "",
      new RegExp(`^"${name}" would fit any content`),
    );
    assertEquals(check(`src/${name}/task.ts`).length, 1);
  }
  assertEquals(check("src/kafka/task_manager.ts").length, 1);
});

Deno.test("the rule accepts names that describe the content", () => {
  for (const path of ["src/kafka/task.ts", "src/pipeline/record_types.ts", "tests/helpers.ts"]) {
    assertEquals(check(path), []);
  }
});
