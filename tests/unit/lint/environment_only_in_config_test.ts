import { assertEquals, assertMatch } from "@std/assert";
import { refusals } from "./refusals.ts";

function check(path: string, source: string): readonly string[] {
  return refusals("environment-only-in-config", path, source);
}

const readings = [
  'Deno.env.get("A")',
  'Deno["env"].get("A")',
  "globalThis.Deno.env.toObject()",
  "process.env.A",
  "const { env } = Deno",
  "const { env: environment } = process",
  'import { env } from "node:process"',
  'import { env as environment } from "process"',
];

Deno.test("the rule refuses the environment outside the settings", () => {
  for (const path of ["src/kafka/task.ts", "src/commands/start.ts", "lint/rooms.ts"]) {
    for (const source of readings) assertEquals(check(path, source).length, 1, source);
  }
  assertMatch(
    check("src/main.ts", "Deno.env")[0] ?? "",
    /only in src\/settings\/config.ts, because/,
  );
});

Deno.test("the rule lets settings and tests read the environment", () => {
  for (const path of ["src/settings/config.ts", "tests/support/stack.ts"]) {
    for (const source of readings) assertEquals(check(path, source), []);
  }
});

Deno.test("the rule ignores other things named env", () => {
  for (const source of ["setting.env", "const { env } = setting", "Deno.args"]) {
    assertEquals(check("src/kafka/task.ts", source), []);
  }
});
