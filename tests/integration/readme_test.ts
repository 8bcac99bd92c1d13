import { assert, assertEquals, assertMatch } from "@std/assert";
import readme from "../../README.md" with { type: "text" };
import { stackAddress } from "../support/integration.ts";
import { denoTask, root } from "../support/program.ts";

const processedTimeoutMs = 60_000;
const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted";
const stack = stackAddress();

Deno.test({
  name: "the README's preview prints the fate of its login",
  ignore: !mayRun,
  fn: async () => {
    const script = blockBelow("### Without Kafka").replace("deno task", '"$DENO" task --quiet');
    const { code, stdout } = await new Deno.Command("sh", {
      args: ["-c", script],
      cwd: root,
      env: { DENO: Deno.execPath(), DENO_NO_PROMPT: "1" },
      stderr: "inherit",
    }).output();
    assertEquals(code, 0);
    assertMatch(new TextDecoder().decode(stdout), /"fate":"enriched"/);
  },
});

stackTest("the README's demo proves its result", async ({ brokers, registryUrl }) => {
  const [call] = taskCalls(blockBelow("## The first minute"));
  assertEquals(call, ["demo"]);
  const env = { KAFKA_BROKERS: brokers, SCHEMA_REGISTRY_URL: registryUrl };
  const { code, stdout, stderr } = await denoTask("demo", [], env);
  assertEquals(code, 0, stdout + stderr);
});

stackTest("the README's steps work in order", async (addresses) => {
  const { Newcomer } = await import("../versions/newcomer.ts");
  await using newcomer = new Newcomer(addresses);
  const [stackCall, ...calls] = taskCalls(blockBelow("### Step by step"));
  assertEquals(stackCall, ["stack"]); // the tests already have a stack
  for (const [task = "", ...words] of calls) {
    if (task === "start") {
      await newcomer.start();
      continue;
    }
    const printed = await newcomer.run(task, ...words);
    if (task === "generate") await newcomer.processed(processedTimeoutMs);
    if (task === "consume") assert(printed.length > 0, words.join(" "));
  }
});

function stackTest(
  title: string,
  body: (addresses: { readonly brokers: string; readonly registryUrl: string }) => Promise<void>,
): void {
  Deno.test({
    name: stack === null ? `${title} (needs a stack: deno task test)` : title,
    ignore: stack === null,
    // Connections and timers of kafkajs end a moment after its disconnect.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => body(stack!),
  });
}

/** The first shell block below a heading. */
function blockBelow(heading: string): string {
  const from = readme.indexOf(`\n${heading}\n`);
  assert(from >= 0, `the README has no heading "${heading}"`);
  return /```sh\n([^]*?)```/.exec(readme.slice(from))?.[1] ?? "";
}

/** The words after `deno task` in each line of a block. */
function taskCalls(block: string): string[][] {
  return [...block.matchAll(/^deno task ([^#\n]+)/gm)]
    .map(([, words = ""]) => words.trim().split(/\s+/));
}
