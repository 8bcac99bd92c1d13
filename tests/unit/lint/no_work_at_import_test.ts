import { assertEquals, assertMatch } from "@std/assert";
import { refusals } from "./refusals.ts";

function check(path: string, source: string): readonly string[] {
  return refusals("no-work-at-import", path, source);
}

Deno.test("the rule refuses statements that run at import", () => {
  const statements = [
    "start();",
    "new Task();",
    "await start();",
    "globalThis.started = true;",
    "for (const task of tasks) task.start();",
    "if (import.meta.main) start();",
  ];
  for (const source of statements) {
    assertMatch(
      check("src/kafka/task.ts", source)[0] ?? "",
      /^no (statement that runs|await) at the top level, because importing a module/,
      source,
    );
  }
});

Deno.test("the rule refuses values that take work to build, at any depth", () => {
  const values = [
    "const producer = connect();",
    "export const producer = new Producer();",
    "const table = { producer: connect() };",
    "const producer = (() => new Producer())();",
    "class Task { static readonly producer = connect(); }",
    "export default connect();",
    "const size = await measured;",
  ];
  for (const source of values) {
    assertEquals(check("src/kafka/task.ts", source).length, 1, source);
  }
});

Deno.test("the rule accepts declarations and plain values", () => {
  const plain = [
    'import { connect } from "./connect.ts";',
    "export function start() { return connect(); }",
    "const table = { start: () => connect() };",
    "class Task { readonly producer = connect(); static start() { return connect(); } }",
    "const codes = new Map([[1, new Set([2])]]);",
    "const encoder = new TextEncoder();",
    "const empty = Object.freeze(new Uint8Array(0));",
    'const kinds = ["a", "b"] as const;',
    'const mark = Symbol("mark");',
    "export type Kind = (typeof kinds)[number];",
  ];
  for (const source of plain) assertEquals(check("src/kafka/task.ts", source), [], source);
});

Deno.test("the rule lets entry files run code only under their guard", () => {
  for (const path of ["src/main.ts", "src/commands/start.ts"]) {
    assertEquals(check(path, "if (import.meta.main) await runCommand(command, run);"), []);
    assertEquals(check(path, "runCommand(command, run);").length, 1);
  }
});

Deno.test("the rule lets the page's two entries run when a browser loads them", () => {
  for (const path of ["src/web/page/main.js", "src/web/page/theme.js"]) {
    assertEquals(check(path, "function start() {} start();"), []);
    assertEquals(check(path, "document.body.append(1);").length, 1);
    assertEquals(check(path, "start(1);").length, 1);
  }
  assertEquals(check("src/web/page/live.js", "start();").length, 1);
});

Deno.test("the rule lets calls build tables of settings, schemas and options", () => {
  for (
    const path of [
      "src/settings/config.ts",
      "src/settings/http_settings.ts",
      "src/contract/status.ts",
      "src/commands/start.ts",
    ]
  ) {
    assertEquals(check(path, 'const options = { port: integer("PORT", 8080) };'), []);
    assertEquals(check(path, 'const text = await Deno.readTextFile("a");').length, 1);
  }
});

Deno.test("the rule ignores files outside the program", () => {
  assertEquals(check("tests/unit/a_test.ts", "start();"), []);
});
