import { assertEquals, assertMatch } from "@std/assert";
import { fetchOf } from "../../support/fault_proxy.ts";
import { kafkaTool } from "../../support/kafka_tool.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { atWork, goesOn, stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

/** Offsets that someone changed from outside with Kafka's own tools. */
export const offsetsChanged: readonly Scenario[] = [
  {
    ...scenario(
      "counts whose position was set back stop the process, and go on from the right one",
      (trial) => resetCounts(trial, "--shift-by", "-2"),
    ),
    isShort: true,
  },
  scenario(
    "counts whose position was set to the start stop the process",
    (trial) => resetCounts(trial, "--to-earliest"),
  ),
  scenario(
    "counts whose position was set past uncounted deltas stop the process",
    (trial) => resetCounts(trial, "--to-latest"),
  ),
  {
    ...scenario(
      "logins whose position was set back stop the process, and go on from the right one",
      setLoginsBack,
    ),
    isShort: true,
  },
  scenario("a position that a tool has set is taken when that is meant", acceptPosition),
  scenario(
    "a forgotten group of logins refuses the start, and goes on from where it is put",
    forget,
  ),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "topics", brokers: "shared", run };
}

async function setLoginsBack(trial: Trial): Promise<void> {
  const { scene } = trial;
  const positions = await stopAndReset(trial, "--shift-by", "-50");
  const { reason, action } = await stopOf(scene.start());
  assertMatch(reason, /was set from outside/);
  assertMatch(action, /ACCEPT_MOVED_OFFSETS=true/);
  await putBack(scene, positions);
  await scene.started();
  await goesOn(scene);
}

/** The current offset again: only the memo is lost, and every login must still be processed once. */
async function acceptPosition(trial: Trial): Promise<void> {
  const { scene } = trial;
  await stopAndReset(trial, "--to-current");
  await stopOf(scene.start());
  const processor = await scene.started({ ACCEPT_MOVED_OFFSETS: "true" });
  await goesOn(scene);
  await processor.stop();
  await scene.started();
  await goesOn(scene);
}

/** Shuts down the processor and moves the offset of the logins with Kafka's tool. */
async function stopAndReset(trial: Trial, ...where: readonly string[]) {
  const { scene } = trial;
  const processor = await atWork(trial);
  assertEquals(await processor.stop(), 0);
  await noMemberLeft(scene);
  const positions = await positionsOf(scene, "enrich", scene.topics.input);
  const group = ["--group", positions.groupId, "--topic", scene.topics.input];
  await kafkaTool(
    scene,
    "kafka-consumer-groups",
    ...[...group, "--reset-offsets", ...where, "--execute"],
  );
  await trial.hit("the position of the enrich stage is set by a tool");
  return positions;
}

async function resetCounts(trial: Trial, ...where: readonly string[]): Promise<void> {
  const { scene } = trial;
  await stopBeforeCounting(trial);
  const positions = await positionsOf(scene, "count", scene.topics.deltas);
  const group = ["--group", positions.groupId, "--topic", scene.topics.deltas];
  await kafkaTool(
    scene,
    "kafka-consumer-groups",
    ...group,
    "--reset-offsets",
    ...where,
    "--execute",
  );
  await trial.hit("the position of the count stage is set by a tool");
  const { reason } = await stopOf(scene.start());
  assertMatch(reason, /Cannot trust the state .* a tool set the offset/);
  await putBack(scene, positions);
  await scene.started();
  await goesOn(scene);
}

/** Ends with a processor that has left both groups, and with uncounted deltas. */
async function stopBeforeCounting(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const processor = await atWork(trial, { KAFKA_BROKERS: proxy.address });
  const fetches = proxy.catch(fetchOf(scene.topics.deltas), { moment: "before" });
  await fetches.caught();
  await until("deltas are not counted yet", async () => await scene.lag("count") > 10);
  await trial.kill(processor);
  await noMemberLeft(scene);
}

async function noMemberLeft({ admin, config }: Scene): Promise<void> {
  const groupIds = ["enrich", "count"].map((stage) => `${config.appId}-${stage}`);
  await until("the groups have no members", async () => {
    const { groups } = await admin.describeGroups(groupIds);
    return groups.every(({ members }) => members.length === 0);
  });
}

async function forget(trial: Trial): Promise<void> {
  const { scene } = trial;
  const processor = await atWork(trial);
  assertEquals(await processor.stop(), 0);
  await noMemberLeft(scene);
  const positions = await positionsOf(scene, "enrich", scene.topics.input);
  await trial.hit("the position of the enrich stage is forgotten");
  await scene.admin.deleteGroups([positions.groupId]);
  const { reason, action } = await stopOf(scene.start());
  assertMatch(reason, /committed offsets of \S+ are gone/);
  assertMatch(action, /--reset-offsets/);
  await putBack(scene, positions);
  await scene.started();
  await goesOn(scene);
}

async function positionsOf(
  { admin, config }: Scene,
  stage: "enrich" | "count",
  topic: string,
) {
  const groupId = `${config.appId}-${stage}`;
  const topics = await admin.fetchOffsets({ groupId, topics: [topic] });
  return { groupId, topics };
}

/** Commits offsets as they were, including memos, which Kafka's tool cannot. */
async function putBack(
  { kafka, config }: Scene,
  { groupId: consumerGroupId, topics }: Awaited<ReturnType<typeof positionsOf>>,
): Promise<void> {
  const transactionalId = `${config.appId}-operator`;
  const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.sendOffsets({ consumerGroupId, topics });
  await transaction.commit();
  await producer.disconnect();
}
