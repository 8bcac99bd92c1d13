import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, RegistryUnavailableError, TaskLostError } from "../../../src/errors.ts";
import type { OffsetCommit } from "../../../src/kafka/transactional_producer.ts";
import type { RuleTexts } from "../../../src/pipeline/rules.ts";
import type { Ownership } from "../../../src/runner/acquire.ts";
import { Budget } from "../../../src/runner/budget.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";
import type { StageSettings } from "../../../src/runner/stage_settings.ts";
import { type PositionedBatch, step } from "../../../src/runner/step.ts";
import { TakenTimes } from "../../../src/runner/taken_times.ts";
import { inputBatch, utf8 } from "../../support/logins.ts";

function batch(length: number, nextOffset = length): PositionedBatch {
  return { ...inputBatch(Array.from({ length }, () => utf8("a"))), nextOffset };
}

/** A stage that adds up bytes, with a producer that records what would be committed. */
type Committed = Extract<StageEvent, { event: "committed" }>;

function scene(
  problem: {
    processing?: Error;
    commit?: Error;
    codecs?: (of: PositionedBatch) => Promise<never> | undefined;
  } = {},
  written: RuleTexts | null = null,
) {
  const state = { bytes: 0 };
  const committed: OffsetCommit[] = [];
  const events: StageEvent[] = [];
  let looks = 0;
  const producer = {
    async inTransaction(work: (transaction: unknown) => Promise<void>) {
      const pending: OffsetCommit[] = [];
      await work({
        send: () => Promise.resolve([]),
        sendOffsets: (offset: OffsetCommit) => Promise.resolve(void pending.push(offset)),
      });
      if (problem.commit) throw problem.commit;
      committed.push(...pending);
    },
  };
  const all = () => {
    looks++;
    return Promise.resolve([{ offset: 1, memo: "another's" }]);
  };
  const settings = {
    appId: "app",
    inputTopic: "user-login",
    cluster: { positions: { all } },
    budget: new Budget(100),
    pauseFactor: 0,
    codecsFor: (of: PositionedBatch) => problem.codecs?.(of) ?? new Map(),
    takenTimes: new TakenTimes(),
    notify: (event: StageEvent) => events.push(event),
    stage: {
      name: "enrich",
      rules: { MAX_VALUE_BYTES: "5" },
      spansIn: () => [{ from: 0, rules: written ?? {}, isBackdated: false }],
      process(_: unknown, { records }: PositionedBatch) {
        if (problem.processing) throw problem.processing;
        return { outputs: [], change: records.length, memo: "m", facts: { read: records.length } };
      },
      apply: (of: typeof state, change: number) => of.bytes += change,
    },
  };
  const owned = { producer, state, generation: 1, position: 0, isConfirmed: written === null };
  const run = (whole: PositionedBatch, guard = () => {}) =>
    step(
      settings as unknown as StageSettings<typeof state, number>,
      owned as unknown as Ownership<typeof state>,
      whole,
      guard,
    );
  return { run, state, owned, committed, events, looks: () => looks };
}

Deno.test("step() commits outputs and offset together, and then changes the state", async () => {
  const { run, state, owned, committed, events } = scene();
  await run(batch(3, 5));
  assertEquals(committed, [
    { groupId: "app-enrich", topic: "user-login", partition: 2, offset: 5, memo: "m" },
  ]);
  assertEquals([state.bytes, owned.position], [3, 5]);
  const [{ processMs, commitMs, ages, ...told }] = events as [Committed];
  const { partition, offset, facts } = told;
  assertEquals([told.event, partition, offset, facts], ["committed", 2, 5, { read: 3 }]);
  assertEquals([told.knewSchemas, ages.ms.length, ages.recordsEach], [true, 3, 1]);
  assertEquals([processMs >= 0, commitMs >= 0, events.length], [true, true, 1]);
});

Deno.test("step() leaves state and position unchanged when the commit fails", async () => {
  const error = new Error("no answer");
  const { run, state, owned, events } = scene({ commit: error });
  assertEquals(await assertRejects(() => run(batch(3))), error);
  assertEquals([state.bytes, owned.position, events.length], [0, 0, 0]);
});

Deno.test("step() commits nothing for a task that was revoked meanwhile", async () => {
  const { run, state, committed } = scene();
  const revoked = () => {
    throw new TaskLostError("the group has moved on");
  };
  await assertRejects(() => run(batch(3), revoked), TaskLostError);
  assertEquals([state.bytes, committed.length], [0, 0]);
});

Deno.test("step() checks the rules of other processes only after the first commit", async () => {
  const { run, owned, committed, looks } = scene({}, { MAX_VALUE_BYTES: "5" });
  await run(batch(3));
  assertEquals([owned.isConfirmed, committed.length, looks()], [true, 1, 1]);
  await run(batch(3));
  assertEquals([committed.length, looks()], [2, 1]);
});

Deno.test("step() throws FatalError for other rules found after the first commit", async () => {
  const { run, owned, committed } = scene({}, { MAX_VALUE_BYTES: "7" });
  await assertRejects(() => run(batch(3)), FatalError, 'the pipeline has run with "7"');
  assertEquals([owned.isConfirmed, committed.length], [false, 1]);
});

Deno.test("step() turns an error of the core into a FatalError that names the offset", async () => {
  const { run, committed } = scene({ processing: new RangeError("a bug") });
  await assertRejects(
    () => run(batch(3)),
    FatalError,
    'Cannot process "user-login[2]" from offset 0: a bug',
  );
  assertEquals(committed, []);
});

Deno.test("step() commits the records before the one that waits for the registry", async () => {
  const error = new RegistryUnavailableError("not sure yet", { fromOffset: 2 });
  const codecs = ({ records }: PositionedBatch) =>
    records.some(({ offset }) => offset === 2) ? Promise.reject(error) : undefined;
  const { run, state, owned, committed } = scene({ codecs });
  assertEquals(await assertRejects(() => run(batch(4))), error);
  assertEquals([state.bytes, owned.position, committed.at(-1)?.offset], [2, 2, 2]);
});

Deno.test("step() commits nothing when the first record waits for the registry", async () => {
  const error = new RegistryUnavailableError("not sure yet", { fromOffset: 0 });
  const { run, owned, committed } = scene({ codecs: () => Promise.reject(error) });
  assertEquals(await assertRejects(() => run(batch(4))), error);
  assertEquals([owned.position, committed.length], [0, 0]);
});
