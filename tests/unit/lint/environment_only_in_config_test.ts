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

Deno.test("the environment is refused outside of the settings", () => {
  for (const path of ["src/kafka/task.ts", "src/commands/start.ts", "lint/rooms.ts"]) {
    for (const source of readings) assertEquals(check(path, source).length, 1, source);
  }
  assertMatch(
    check("src/main.ts", "Deno.env")[0] ?? "",
    /only in src\/settings\/config.ts, because/,
  );
});

Deno.test("settings and tests read the environment", () => {
  for (const path of ["src/settings/config.ts", "tests/support/stack.ts"]) {
    for (const source of readings) assertEquals(check(path, source), []);
  }
});

Deno.test("another thing called env is no environment", () => {
  for (const source of ["setting.env", "const { env } = setting", "Deno.args"]) {
    assertEquals(check("src/kafka/task.ts", source), []);
  }
});
