import { assertEquals, assertThrows } from "@std/assert";
import type { Codecs } from "../../../src/pipeline/avro_codec.ts";
import type { InputBatch } from "../../../src/pipeline/record.ts";
import { Intake } from "../../../src/runner/intake.ts";
import type { Part, PartitionTask } from "../../../src/runner/partition_task.ts";
import { ManualTime, turns } from "../../support/manual_time.ts";
import { fetched } from "./fetched.ts";
import { noAnswer, type Sum, sumSettings, taskOf } from "./sums.ts";

const codecs: Codecs = new Map();

/** An intake of partitions 0 to 2, and how its registry answers. */
function scene() {
  const registry = { answer: (_: InputBatch): Codecs | Promise<Codecs> => codecs };
  const codecsFor = (batch: InputBatch) => registry.answer(batch);
  const { settings, events } = sumSettings({ codecsFor });
  const tasks = new Map([0, 1, 2].map((partition) => [partition, taskOf(partition)] as const));
  const seen = { rings: 0 };
  const intake = new Intake(settings, tasks, () => void seen.rings++);
  /** Takes parts, and goes on in their partitions as a transaction does. */
  const taken = (maxRecords = 10_000) => {
    const parts = intake.take(maxRecords);
    for (const { task, batch } of parts) task.next = batch.nextOffset;
    return parts.map(rangeOf);
  };
  const task = (partition: number): PartitionTask<Sum> => tasks.get(partition)!;
  return { intake, registry, events, seen, taken, task };
}

function rangeOf({ task, batch: { records, nextOffset } }: Part<Sum>): string {
  return `${task.partition}: ${records[0]?.offset} to ${nextOffset}`;
}

Deno.test("all that was fetched becomes one part for each partition", () => {
  const { intake, taken } = scene();
  assertEquals(intake.positions(), new Map([[0, 0], [1, 0], [2, 0]]));
  intake.offer([fetched(0, 0, 3), fetched(2, 0, 5)]);
  assertEquals(taken(), ["0: 0 to 3", "2: 0 to 5"]);
  assertEquals(intake.positions(), new Map([[0, 3], [1, 0], [2, 5]]));
  assertEquals(taken(), []);
});

Deno.test("a batch that does not start at the next offset is dropped", () => {
  const { intake, taken } = scene();
  intake.offer([fetched(0, 0, 3)]);
  taken();
  intake.offer([fetched(0, 0, 3), fetched(1, 7, 1), fetched(9, 0, 1)]);
  assertEquals(taken(), []);
  intake.offer([fetched(0, 3, 1)]);
  assertEquals(taken(), ["0: 3 to 4"]);
});

Deno.test("a second batch of a partition is dropped while the first is not taken", () => {
  const { intake, taken } = scene();
  intake.offer([fetched(0, 0, 3)]);
  intake.offer([fetched(0, 0, 4)]);
  assertEquals(taken(), ["0: 0 to 3"]);
  assertEquals(taken(), []);
});

Deno.test("nothing is fetched while something fetched is left", () => {
  const { intake, taken } = scene();
  intake.offer([fetched(0, 0, 5_001), fetched(1, 0, 1)]);
  assertEquals(intake.positions().size, 0);
  taken();
  assertEquals(intake.positions().size, 0);
  taken();
  assertEquals(intake.positions(), new Map([[0, 5_001], [1, 1], [2, 0]]));
});

Deno.test("a partition contributes at most 5000 records to a transaction, in order", () => {
  const { intake, taken } = scene();
  intake.offer([fetched(0, 0, 12_000)]);
  const all = [taken(), taken(), taken(), taken()].flat();
  assertEquals(all, ["0: 0 to 5000", "0: 5000 to 10000", "0: 10000 to 12000"]);
});

Deno.test("parts are taken until the limit is reached, and then those that had no turn come first", () => {
  const { intake, taken } = scene();
  intake.offer([0, 1, 2].map((partition) => fetched(partition, 0, 10_000)));
  assertEquals(taken(6_000), ["0: 0 to 5000", "1: 0 to 5000"]);
  assertEquals(taken(5_000), ["2: 0 to 5000"]);
  assertEquals(taken(1), ["0: 5000 to 10000"]);
  assertEquals(taken(10_001), ["1: 5000 to 10000", "2: 5000 to 10000"]);
});

Deno.test("a partition that waits for a schema waits alone, and then says that it is ready", async () => {
  const { intake, registry, seen, taken } = scene();
  const answer = Promise.withResolvers<Codecs>();
  registry.answer = ({ partition }) => partition === 1 ? answer.promise : codecs;
  intake.offer([fetched(0, 0, 1), fetched(1, 0, 9), fetched(2, 0, 1)]);
  assertEquals(taken(), ["0: 0 to 1", "2: 0 to 1"]);
  intake.offer([fetched(1, 0, 9)]);
  assertEquals(intake.positions(), new Map([[0, 1], [2, 1]]));
  assertEquals([taken(), seen.rings], [[], 0]);
  answer.resolve(codecs);
  await turns();
  assertEquals(seen.rings, 1);
  intake.offer([fetched(0, 1, 1)]);
  const [waited, other] = intake.take(10_000);
  assertEquals([rangeOf(waited!), waited?.knewSchemas], ["1: 0 to 9", false]);
  assertEquals([rangeOf(other!), other?.knewSchemas], ["0: 1 to 2", true]);
  assertEquals(waited?.task.isHeld, false);
});

Deno.test("the records after a batch that waits are fetched again later", async () => {
  const { intake, registry, taken } = scene();
  registry.answer = () => Promise.resolve(codecs);
  intake.offer([fetched(0, 0, 6_000)]);
  assertEquals(taken(), []);
  await turns();
  assertEquals(taken(), ["0: 0 to 5000"]);
  assertEquals(taken(), []);
  assertEquals(intake.positions().get(0), 5_000);
  registry.answer = () => codecs;
  intake.offer([fetched(0, 5_000, 1_000)]);
  assertEquals(taken(), ["0: 5000 to 6000"]);
});

Deno.test("a partition whose first record has no answer pauses for 2 seconds", async () => {
  using time = new ManualTime();
  const { intake, registry, events, seen, taken, task } = scene();
  for (const error of [noAnswer(), noAnswer(0)]) {
    seen.rings = 0;
    registry.answer = () => Promise.reject(error);
    intake.offer([fetched(0, 0, 4)]);
    assertEquals(taken(), []);
    await time.pass(1_999);
    assertEquals([taken(), intake.positions().has(0)], [[], false]);
    const rings = seen.rings;
    await time.pass(1);
    assertEquals([task(0).isHeld, seen.rings], [false, rings + 1]);
    assertEquals(intake.positions().get(0), 0);
  }
  const place = { stage: "enrich", partition: 0 } as const;
  const once = [{ event: "paused", ...place, reason: "no answer" }, { event: "resumed", ...place }];
  assertEquals<unknown>(events, [...once, ...once]);
});

Deno.test("the records before the first without an answer are processed, and then their partition pauses", async () => {
  using time = new ManualTime();
  const { intake, registry, events, seen } = scene();
  const error = noAnswer(2);
  const isReadable = ({ records }: InputBatch) => records.every(({ offset }) => offset < 2);
  registry.answer = (batch) => isReadable(batch) ? codecs : Promise.reject(error);
  intake.offer([fetched(0, 0, 4)]);
  assertEquals(intake.take(10_000), []);
  await turns();
  assertEquals(seen.rings, 1);
  const [part] = intake.take(10_000);
  assertEquals([rangeOf(part!), part?.waiting], ["0: 0 to 2", error]);
  part!.task.next = 2;
  // Until the commit starts the pause, the partition is neither fetched nor taken.
  assertEquals(intake.positions().has(0), false);
  intake.offer([fetched(0, 2, 2)]);
  assertEquals([intake.take(10_000), events], [[], []]);
  intake.pause(part!.task, error);
  await time.pass(2_000);
  assertEquals(events.map(({ event }) => event), ["paused", "resumed"]);
  assertEquals(intake.positions().get(0), 2);
});

Deno.test("an intake throws what a registry did wrong", async () => {
  const { intake, registry, seen } = scene();
  registry.answer = () => Promise.reject(new TypeError("a bug"));
  intake.offer([fetched(0, 0, 1)]);
  intake.take(10_000);
  await turns();
  assertEquals(seen.rings, 1);
  assertThrows(() => intake.take(10_000), TypeError, "a bug");
});

Deno.test("an intake that has stopped starts no pause, and wakes nobody", async () => {
  using time = new ManualTime();
  const { intake, registry, events, seen, task } = scene();
  intake.pause(task(0), noAnswer());
  registry.answer = () => Promise.reject(noAnswer());
  intake.offer([fetched(1, 0, 1)]);
  intake.take(10_000);
  intake.stop();
  intake.pause(task(2), noAnswer());
  await time.pass(10_000);
  assertEquals([events.map(({ event }) => event), seen.rings, time.timers], [["paused"], 0, 0]);
});
