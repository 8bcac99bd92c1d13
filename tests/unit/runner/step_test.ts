import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import { RefusedTimesError } from "../../../src/kafka/refused_times.ts";
import type { TracedBatch, Tracing } from "../../../src/kafka/tracing.ts";
import type { InputBatch, OutputRecord } from "../../../src/pipeline/record.ts";
import { type Processed, processParts } from "../../../src/runner/step.ts";
import { TakenTimes } from "../../../src/runner/taken_times.ts";
import { partOf, type Sum, type SumSettings, sumSettings, sumStage, taskOf } from "./sums.ts";

const output: OutputRecord = {
  topic: "facts",
  partition: 0,
  key: null,
  value: null,
  headers: [],
  timestamp: 0,
};

const withOutput = sumStage({
  process: () => ({ outputs: [output], change: 1, memo: "sum 1", facts: {} }),
});

/** What parts of these lengths, of partitions 0, 1, ..., come to. */
async function processed(settings: SumSettings, ...lengths: readonly number[]) {
  const parts = lengths.map((length, partition) => partOf(taskOf(partition), length));
  let result: readonly Processed<Sum, number>[] = [];
  await processParts(settings, parts, (found) => Promise.resolve(void (result = found)));
  return { parts, result };
}

Deno.test("a step processes each part against its own state, and changes none", async () => {
  const { settings } = sumSettings();
  const { parts, result } = await processed(settings, 3, 5);
  assertEquals(result.map(({ result: { memo } }) => memo), ["sum 3", "sum 5"]);
  assertEquals(result.map(({ part }) => part), parts);
  assertEquals(parts.map(({ task }) => [task.state.total, task.next]), [[0, 0], [0, 0]]);
});

Deno.test("a step turns an error of the core into a FatalError that names the offset", async () => {
  const stage = sumStage({
    process: () => {
      throw new RangeError("a bug");
    },
  });
  const { settings } = sumSettings({ stage });
  await assertRejects(
    () => processed(settings, 3),
    FatalError,
    'Cannot process "user-login[0]" from offset 0: a bug',
  );
});

Deno.test("a step passes errors of the transaction on unchanged", async () => {
  const { settings } = sumSettings();
  const error = new Error("no answer");
  const failing = processParts(settings, [partOf(taskOf(), 1)], () => Promise.reject(error));
  assertStrictEquals(await assertRejects(() => failing), error);
});

Deno.test("a step tells the core which timestamps the topic of its records refuses", async () => {
  const takenTimes = new TakenTimes();
  const range = { low: 0, high: 10 };
  takenTimes.learn(new RefusedTimesError([{ topic: "facts", range }], null));
  const seen: (boolean | undefined)[] = [];
  const process = (_: Sum, { records: [record], refuses }: InputBatch) => {
    seen.push(refuses?.(record!));
    return { outputs: [], change: 0, memo: "", facts: {} };
  };
  for (const datedTopic of [null, "facts"]) {
    const { settings } = sumSettings({ takenTimes, stage: sumStage({ datedTopic, process }) });
    await processed(settings, 1);
  }
  assertEquals(seen, [undefined, true]);
});

Deno.test("without tracing, a step hands its outputs on as the core made them", async () => {
  const { settings } = sumSettings({ stage: withOutput });
  const { result } = await processed(settings, 1);
  assertStrictEquals(result[0]?.result.outputs[0], output);
});

Deno.test("with tracing, each part is a span until the commit, and its outputs carry the trace", async () => {
  const spans: TracedBatch[] = [];
  const carried: OutputRecord = { ...output, headers: [["traceparent", null]] };
  let open = 0;
  const tracing: Tracing = {
    poll: () => {},
    process: async (span, work) => {
      spans.push(span);
      open++;
      try {
        return await work();
      } finally {
        open--;
      }
    },
    send: (_, work) => work(),
    carry: () => [carried],
  };
  const { settings } = sumSettings({ stage: withOutput, tracing });
  const parts = [partOf(taskOf(0), 1), partOf(taskOf(1), 2)];
  await processParts(settings, parts, (found) => {
    assertEquals(open, 2);
    assertEquals(found.map(({ result }) => result.outputs), [[carried], [carried]]);
    return Promise.resolve();
  });
  const of = { topic: "user-login", stage: "enrich", groupId: "app-enrich" };
  assertEquals(
    spans,
    parts.map(({ batch: { partition, records } }) => ({ ...of, partition, records })),
  );
});
