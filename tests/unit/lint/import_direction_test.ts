import { assertEquals, assertMatch } from "@std/assert";
import { rooms } from "../../../lint/rooms/rooms.ts";
import { refusals } from "./refusals.ts";

function check(path: string, source: string): readonly string[] {
  return refusals("import-direction", path, source);
}

Deno.test("a room imports itself and what its row lists", () => {
  const allowed: readonly [string, string][] = [
    ["src/pipeline/decode.ts", 'import { frame } from "./frame.ts"'],
    ["src/pipeline/login_time.ts", 'import { format } from "@std/datetime/format"'],
    ["src/pipeline/schemas.ts", 'import text from "../../schemas/a.avsc" with { type: "text" }'],
    ["src/kafka/kafkajs.ts", 'await import("kafkajs")'],
    ["src/kafka/task.ts", 'import { createRequire } from "node:module"'],
    ["src/runner/task.ts", 'import { TaskLostError } from "../errors.ts"'],
    [
      "src/registry/client.ts",
      'import { SchemaRegistry } from "@kafkajs/confluent-schema-registry"',
    ],
    ["src/web/page.ts", 'import { metrics } from "../observe/metrics.ts"'],
    ["src/commands/consume.ts", 'import { Kafka } from "kafkajs"'],
    ["src/main.ts", 'import { startTask } from "./kafka/task.ts"'],
  ];
  for (const [path, source] of allowed) assertEquals(check(path, source), []);
});

Deno.test("the rule refuses an import against the direction with the room's reason", () => {
  assertEquals(check("src/pipeline/decode.ts", 'import { Kafka } from "kafkajs"'), [
    'src/pipeline/decode.ts may not import "kafkajs", because the pipeline is pure: ' +
    "bytes in, bytes out, and it does not know Kafka",
  ]);
  const refused: readonly [string, string][] = [
    ["src/errors.ts", 'import { brokers } from "./settings/config.ts"'],
    ["src/settings/config.ts", 'import { decode } from "../pipeline/decode.ts"'],
    ["src/pipeline/decode.ts", 'import { Buffer } from "node:buffer"'],
    ["src/kafka/task.ts", 'import { decode } from "../registry/client.ts"'],
    ["src/kafka/task.ts", 'import { log } from "../observe/log.ts"'],
    ["src/kafka/cluster.ts", 'import { own } from "../runner/own.ts"'],
    ["src/kafka/access/tls.ts", 'import { Cluster } from "../cluster.ts"'],
    ["src/audit/audit.ts", 'import { startProcessor } from "../processor/processor.ts"'],
    ["src/web/page.ts", 'import { decode } from "../pipeline/decode.ts"'],
    ["src/stack/stack.ts", 'import { Kafka } from "kafkajs"'],
    ["src/main.ts", 'import { refusals } from "../tests/unit/lint/refusals.ts"'],
  ];
  for (const [path, source] of refused) assertEquals(check(path, source).length, 1, source);
});

Deno.test("the rule applies to every form of import", () => {
  const forms = [
    'import type { Task } from "../kafka/task.ts"',
    'import "../kafka/task.ts"',
    'export { Task } from "../kafka/task.ts"',
    'export * from "../kafka/task.ts"',
    'const task = () => import("../kafka/task.ts")',
    'type Task = import("../kafka/task.ts").Task',
  ];
  for (const form of forms) assertEquals(check("src/pipeline/stage.ts", form).length, 1, form);
});

Deno.test("a row may open a room for its types alone", () => {
  const from = 'from "../pipeline/record.ts"';
  assertEquals(check("src/observe/log.ts", `import type { InputBatch } ${from}`), []);
  assertEquals(check("src/observe/log.ts", `import { type InputBatch } ${from}`), []);
  assertEquals(check("src/observe/log.ts", `import { InputBatch } ${from}`).length, 1);
  assertEquals(check("src/observe/log.ts", `import { type InputBatch, decode } ${from}`).length, 1);
});

Deno.test("the rule refuses a computed import(), because its target cannot be checked", () => {
  const [message] = check("src/kafka/task.ts", "const load = (path: string) => import(path)");
  assertMatch(message ?? "", /plain string/);
});

Deno.test("the rule allows a package with a home only there, even in commands", () => {
  const source = 'import { z } from "zod"';
  assertEquals(check("src/settings/config.ts", source), []);
  assertEquals(check("src/contract/status.ts", source), []);
  assertMatch(
    check("src/commands/start.ts", source)[0] ?? "",
    /^"zod" may only be imported in src\/settings\/config.ts/,
  );
});

Deno.test("observe and survey use only the types of the contract, so that they do not load zod", () => {
  const from = 'from "../contract/status.ts"';
  for (const path of ["src/observe/status.ts", "src/survey/survey.ts"]) {
    assertEquals(check(path, `import type { Status } ${from}`), []);
    assertEquals(check(path, `import { status } ${from}`).length, 1);
  }
});

Deno.test("a new folder of src needs a row", () => {
  assertMatch(
    check("src/cache/cache.ts", "")[0] ?? "",
    /is in no room: add its folder to lint\/rooms\//,
  );
});

Deno.test("the benchmark imports from the program's core only what needs no broker", () => {
  assertEquals(
    check("bench/main.ts", 'import { readConfig } from "../src/settings/config.ts"'),
    [],
  );
  assertEquals(
    check("bench/main.ts", 'import { Scene } from "../tests/support/scene.ts"').length,
    1,
  );
  assertEquals(check("bench/core/a_bench.ts", 'import { Ground } from "../ground.ts"').length, 1);
});

Deno.test("a room imports only rooms below it, so that arrows point down", () => {
  const upward = rooms.flatMap(({ path, imports, importsTypesOf = [] }, at) =>
    rooms.slice(0, at)
      .filter((above) => [...imports, ...importsTypesOf].includes(above.path))
      .filter((above) => !path.startsWith(above.path))
      .map((above) => `${path} imports ${above.path}, which stands above it`)
  );
  assertEquals(upward, []);
});

Deno.test("files outside src, bench and tools import what they like", () => {
  assertEquals(check("tests/unit/a_test.ts", 'import "../../src/kafka/task.ts"; import "zod"'), []);
});

Deno.test("every room gives a reason", () => {
  assertEquals(rooms.filter(({ reason }) => reason.length < 20), []);
});
