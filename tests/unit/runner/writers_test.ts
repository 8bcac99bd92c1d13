import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { firstProtocol } from "../../../src/kafka/first_protocol.ts";
import type { KafkajsCluster } from "../../../src/kafka/internals.ts";
import { Writers } from "../../../src/runner/writers.ts";
import { sumSettings } from "./sums.ts";

/** The writers of a stage, with the ids that they have opened and whether that succeeds. */
function scene() {
  const opened: string[] = [];
  const broker = {
    answer: () => Promise.resolve({ producerId: "7", producerEpoch: 0 }),
    initProducerId: ({ transactionalId }: { transactionalId: string }) => {
      opened.push(transactionalId);
      return broker.answer();
    },
  };
  const cluster = { findGroupCoordinator: () => Promise.resolve(broker) };
  const { settings } = sumSettings();
  const writers = new Writers(settings);
  const open = (memberId: string) =>
    writers.open(memberId, firstProtocol, cluster as unknown as KafkajsCluster);
  return { writers, opened, broker, open };
}

Deno.test("the ids of writers name their stage and their member", async () => {
  const { writers, opened, open } = scene();
  await open("host-5-abc");
  assertEquals(opened, ["app-enrich-~host-5-abc~0", "app-enrich-~host-5-abc~1"]);
  assertEquals(writers.ids, new Set(opened));
});

Deno.test("writers are used in turn", async () => {
  const { writers, opened, open } = scene();
  await open("m-1");
  const used = [1, 2, 3, 4].map(() => writers.next().transactionalId);
  assertEquals(used, [...opened, ...opened]);
});

Deno.test("a member keeps its writers as long as no error puts them in doubt", async () => {
  const { writers, opened, open } = scene();
  await open("m-1");
  const writer = writers.next();
  await open("m-1");
  assertEquals(opened.length, 2);
  writers.next();
  assertEquals(writers.next(), writer);
});

Deno.test("an id is never used twice, neither after an error nor by the next member", async () => {
  const { writers, opened, open } = scene();
  await open("m-1");
  assertEquals(writers.haveBeenReplaced, false);
  await writers.close();
  assertEquals(writers.ids.size, 0);
  await open("m-1");
  assertEquals(writers.haveBeenReplaced, true);
  await open("m-2");
  assertEquals(opened.map((id) => id.slice("app-enrich-~".length)), [
    ...["m-1~0", "m-1~1"],
    ...["m-1~2", "m-1~3"],
    ...["m-2~4", "m-2~5"],
  ]);
  assertEquals(writers.ids, new Set(opened.slice(4)));
});

Deno.test("writers of the member before are closed, and cannot write any more", async () => {
  const { writers, open } = scene();
  await open("m-1");
  const former = writers.next();
  await open("m-2");
  assertNotEquals(writers.next(), former);
  await assertRejects(() => former.open(), Error, "Cannot open a transactional id");
});

Deno.test("writers that could not be opened are in doubt like any others", async () => {
  const { writers, opened, broker, open } = scene();
  const { answer } = broker;
  broker.answer = () => Promise.reject(new Error("no broker"));
  await assertRejects(() => open("m-1"), Error, "no broker");
  broker.answer = answer;
  await writers.close();
  await open("m-1");
  assertEquals(opened.length, 4);
});
