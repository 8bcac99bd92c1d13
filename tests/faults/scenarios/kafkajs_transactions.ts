import { assertEquals, assertLess, assertNotEquals } from "@std/assert";
import type { Admin } from "kafkajs";
import { ofStage } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { kafkaTool } from "../../support/kafka_tool.ts";
import { json, login } from "../../support/logins.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const family = "kafkajs";
const transactionTimeoutMs = 8_000;
/** So many that the end of a transaction takes longer than the next one needs to begin. */
const outputPartitions = 100;
const quickTurns = 30;

/** Within a transaction: what kafkajs takes for done, waits for, or does not retry. */
export const transactions: readonly Scenario[] = [
  {
    ...{ family, brokers: "shared" },
    name: "a send that is never answered is given up before the broker gives up its transaction",
    options: { partitions: 1, env: { TRANSACTION_TIMEOUT_MS: `${transactionTimeoutMs}` } },
    run: giveUpInTime,
  },
  {
    ...{ family, brokers: "shared" },
    name: "a transaction without outputs right behind a large one needs no second attempt",
    options: { partitions: 1, env: { FETCH_BYTES: "1024" } },
    run: succeedQuickly,
  },
  {
    ...{ family, brokers: "shared" },
    name: "a transaction knows its coordinators without asking",
    options: { partitions: 1 },
    run: knowCoordinators,
  },
  {
    ...{ family, brokers: "three of its own" },
    name: "records whose leader moves to a broker that has answered already are not forgotten",
    options: { partitions: 1, env: { TRANSACTION_TIMEOUT_MS: "60000" } },
    run: moveLeader,
  },
];

async function giveUpInTime(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const processor = await scene.started({ KAFKA_BROKERS: proxy.address });
  await scene.generate(300);
  await scene.processed();
  const held = proxy.catch(ofStage(scene, "enrich", apiKeys.produce), { moment: "after" });
  await scene.generate(300);
  await held.caught();
  const startMs = performance.now();
  await trial.hit("a send has no answer");
  await processor.logged("recovering", ({ event }) => event === "recovering");
  assertLess(performance.now() - startMs, transactionTimeoutMs * 2);
  held.release();
}

// Each send is a batch in the log, and a fetch of few bytes makes a transaction of each batch.
async function succeedQuickly(trial: Trial): Promise<void> {
  const { scene } = trial;
  await scene.addPartitions(outputPartitions, scene.topics.output);
  const large = Array.from({ length: outputPartitions * 2 }, (_, i) => ({
    value: json({ ...login, user_id: `user-${i}` }),
  }));
  const filtered = { value: json({ ...login, device_type: "iOS" }) };
  for (let turn = 0; turn < quickTurns; turn++) {
    await scene.produce(...large);
    await scene.produce(filtered);
  }
  const processor = scene.start();
  await trial.hit("large batches, and small ones right behind them");
  await processor.joined();
  await scene.processed();
  const recoveries = processor.lines.filter(({ event }) => event === "recovering");
  assertEquals(recoveries, [], "no producer is thrown away for it");
}

async function knowCoordinators(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  await scene.started({ KAFKA_BROKERS: proxy.address });
  await scene.generate(300);
  await scene.processed();
  let questions = 0;
  proxy.watch(({ apiKey }) => {
    if (apiKey === apiKeys.findCoordinator) questions++;
  });
  for (let turn = 0; turn < quickTurns; turn++) {
    await scene.generate(10);
    await scene.processed();
  }
  const flow = scene.generate(1_000, 500);
  await trial.hit("transactions, one after the other");
  await flow;
  await scene.processed();
  assertLess(questions, quickTurns, "it asks too often");
}

/**
 * The request with the deltas is answered, the one with the output waits; meanwhile the broker that
 * has answered becomes the output's leader. kafkajs then finds no broker left to ask.
 */
async function moveLeader(trial: Trial): Promise<void> {
  const { scene, cluster } = trial;
  const { deltas, output } = scene.topics;
  const [first, second, third] = cluster.brokers.map(({ id }) => id) as [number, number, number];
  await assign(scene.admin, deltas, [first, second, third]);
  await assign(scene.admin, output, [second, first, third]);
  await electPreferred(trial, { [deltas]: first, [output]: second });
  const proxy = await trial.proxy();
  await scene.started({ KAFKA_BROKERS: proxy.address });
  await scene.generate(300);
  await scene.processed();
  const isEnrich = ofStage(scene, "enrich", apiKeys.produce);
  const held = proxy.catch(
    (request) => isEnrich(request) && !request.topics.includes(deltas),
    { moment: "before" },
  );
  const answered = proxy.catch(
    (request) => isEnrich(request) && request.topics.includes(deltas),
    { moment: "after" },
  );
  await scene.generate(300);
  const late = await held.caught();
  assertNotEquals(late, await answered.caught());
  answered.release();
  await lasting(500);
  await assign(scene.admin, output, [first, second, third]);
  await electPreferred(trial, { [output]: first });
  await trial.hit("the output's leader has moved");
  held.release();
  await scene.processed();
}

async function assign(admin: Admin, topic: string, replicas: number[]): Promise<void> {
  await admin.alterPartitionReassignments({
    topics: [{ topic, partitionAssignment: [{ partition: 0, replicas }] }],
  });
}

async function electPreferred(
  { scene, cluster }: Trial,
  wanted: Readonly<Record<string, number>>,
): Promise<void> {
  await until("the preferred brokers lead", async () => {
    for (const [topic, id] of Object.entries(wanted)) {
      if ((await cluster.leaderOf(topic, 0)).id === id) continue;
      await elect(scene, topic);
      return false;
    }
    return true;
  });
}

async function elect(scene: Scene, topic: string): Promise<void> {
  const partition = ["--topic", topic, "--partition", "0"];
  await kafkaTool(scene, "kafka-leader-election", "--election-type", "preferred", ...partition);
}
