import { assertEquals, assertMatch } from "@std/assert";
import { refusals } from "./refusals.ts";

function check(source: string, path = "src/pipeline/stage.ts"): readonly string[] {
  return refusals("pure-pipeline", path, source);
}

Deno.test("the rule refuses clock, random, network, timers and runtime in the pipeline", () => {
  const impure = [
    "const now = () => Date.now()",
    "const now = () => new Date()",
    "const now = () => Date()",
    "const now = () => performance.now()",
    "const now = () => Temporal.Now.instant()",
    "const id = () => Math.random()",
    "const id = () => crypto.getRandomValues(bytes)",
    "const host = () => Deno.hostname()",
    "const host = () => process.pid",
    "const host = () => globalThis.location",
    "const get = () => fetch(url)",
    "const later = () => setTimeout(get, 1)",
    "const later = () => setInterval(get, 1)",
    "const show = () => console.log(1)",
    "const given: Promise<void>[] = []",
    "async function get() {}",
    "const get = async () => {}",
    "class Stage { async process() {} }",
  ];
  for (const source of impure) assertEquals(check(source).length, 1, source);
});

Deno.test("the rule refuses await anywhere", () => {
  assertEquals(check("const value = await given;").length, 1);
  assertEquals(check("for await (const value of given) {}").length, 1);
});

Deno.test("the rule gives its reason", () => {
  assertMatch(check("const now = Date.now")[0] ?? "", /no Date.now .* because a replayed batch/);
});

Deno.test("the rule accepts computing with given times and names", () => {
  const pure = [
    "function at(timeMs: number) { return new Date(timeMs).toISOString(); }",
    "function floor(value: number) { return Math.floor(value); }",
    "interface Stage { process(batch: Batch): Result; readonly performance: number; }",
    "const result = stage.process(batch);",
    "const row = { process: 1, console: 2 };",
    "const row = { process() {} };",
    "class Stage { process() {} }",
  ];
  for (const source of pure) assertEquals(check(source), [], source);
});

Deno.test("the rule finds an impure name in shorthand and in computed keys", () => {
  assertEquals(check("const tools = { fetch };").length, 1);
  assertEquals(check("const tool = tools[performance];").length, 1);
});

Deno.test("the rule lets other rooms wait and read the clock", () => {
  assertEquals(check("const now = Date.now(); await fetch(url);", "src/kafka/task.ts"), []);
});
