import { assertEquals, assertStrictEquals } from "@std/assert";
import type { TracedBatch, Tracing } from "../../../src/kafka/tracing.ts";
import type { InputBatch, OutputRecord } from "../../../src/pipeline/record.ts";
import type { StageSettings } from "../../../src/runner/stage_settings.ts";
import { traced } from "../../../src/runner/traced_step.ts";

const batch: InputBatch = { topic: "user-login", partition: 2, records: [] };
const output: OutputRecord = {
  topic: "facts",
  partition: 0,
  key: null,
  value: null,
  headers: [],
  timestamp: 0,
};

function settings(tracing: Tracing | null): StageSettings<null, null> {
  const result = { outputs: [output], change: null, memo: "", facts: {} };
  const stage = { name: "enrich", process: () => result };
  const shared = { appId: "app", limits: new Map() };
  return { ...shared, stage, tracing } as unknown as StageSettings<null, null>;
}

function outputsOf({ stage }: StageSettings<null, null>): readonly OutputRecord[] {
  return stage.process(null, batch, new Map()).outputs;
}

Deno.test("without tracing, a step gets its settings unchanged", async () => {
  const given = settings(null);
  await traced(given, batch, (settings) => {
    assertStrictEquals(settings, given);
    assertStrictEquals(outputsOf(settings)[0], output);
    return Promise.resolve();
  });
});

Deno.test("with tracing, a step is a span and its outputs carry the trace", async () => {
  const spans: TracedBatch[] = [];
  const carried: OutputRecord = { ...output, headers: [["traceparent", null]] };
  const tracing: Tracing = {
    poll: () => {},
    process: (span, work) => (spans.push(span), work()),
    send: (_, work) => work(),
    carry: () => [carried],
  };
  await traced(settings(tracing), batch, (settings) => {
    assertEquals(outputsOf(settings), [carried]);
    return Promise.resolve();
  });
  assertEquals(spans, [{ ...batch, stage: "enrich", groupId: "app-enrich" }]);
});
