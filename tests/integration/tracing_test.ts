import { assert, assertEquals, assertMatch } from "@std/assert";
import { auditAgrees } from "../support/audited.ts";
import { integrationTest } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { json, login } from "../support/logins.ts";
import { processorCommand } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { inTime } from "../support/until.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const traced = { OTEL_DENO: "true", OTEL_EXPORTER_OTLP_PROTOCOL: "console" } as const;

integrationTest(
  "with OTEL_DENO=true, polls, batches and sends are spans, linked to the traces of the input",
  async (scene) => {
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    const messages = [{ value: Buffer.from(json(login)), headers: { traceparent } }];
    await scene.producer.send({ topic: scene.topics.input, messages, acks: -1 });
    const spans = await processedWithSpans(scene);
    const { input, output, deltas } = scene.topics;
    for (
      const name of [`poll ${input}`, `process ${input}`, `send ${output}`, `process ${deltas}`]
    ) {
      assert(spans.includes(name), `${name} is not in ${spans.slice(0, 3_000)}`);
    }
    assert(spans.includes(traceId), "the batch is linked to the login's trace");
    for (const name of ["messaging.system.name", "messaging.batch.message_count"]) {
      assert(spans.includes(name), name);
    }
    for (const value of [login.user_id, login.ip, login.device_id]) assert(!spans.includes(value));
  },
);

integrationTest(
  "with tracing, outputs carry their trace, and the audit finds the same facts",
  async (scene) => {
    await scene.generate(500);
    await processedWithSpans(scene);
    await auditAgrees(scene.config);
    const output = await readWithJavaToEnd(scene, scene.topics.output);
    assertMatch(headersOf(output[0]!)["traceparent"] ?? "", /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    for (const topic of [scene.topics.counts, scene.topics.deadLetters]) {
      const carrying = (await readWithJavaToEnd(scene, topic))
        .filter((record) => "traceparent" in headersOf(record));
      assertEquals(carrying.length, 0, topic);
    }
  },
);

integrationTest("without tracing, no output has a trace header", async (scene) => {
  await scene.started();
  await scene.generate(100);
  await scene.processed();
  const output = await readWithJavaToEnd(scene, scene.topics.output);
  assertEquals(output.filter((record) => "traceparent" in headersOf(record)), []);
});

/** Processes all waiting logins in a separate processor, and returns all that it printed. */
async function processedWithSpans(scene: Scene): Promise<string> {
  const child = processorCommand({ ...scene.env, ...traced }).spawn();
  const output = Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  try {
    await scene.drained();
    await new Promise((resolve) => setTimeout(resolve, 500));
  } finally {
    child.kill("SIGTERM");
  }
  await inTime("the processor's end", child.status, 30_000);
  return (await output).join("\n");
}

function headersOf(
  { headers }: { readonly headers: readonly (readonly [string, Uint8Array | null])[] },
): Record<string, string> {
  const text = new TextDecoder();
  return Object.fromEntries(
    headers.map(([name, value]) => [name, value ? text.decode(value) : ""]),
  );
}
