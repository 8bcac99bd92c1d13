import { assertEquals, assertMatch } from "@std/assert";
import { fetchOf } from "../../support/fault_proxy.ts";
import { json, login } from "../../support/logins.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { atWork, goesOn, stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const more = 5;

/** Changes of topics by operators while the pipeline runs: added partitions, deletion. */
export const topicsChanged: readonly Scenario[] = [
  {
    ...scenario(
      "partitions added to the input under load are counted from their first record",
      growInput,
    ),
    isShort: true,
  },
  scenario(
    "partitions added to the input between two processes are counted, too",
    growInputMeanwhile,
  ),
  {
    ...scenario(
      "partitions added to the output under load change nothing that was written",
      growOutput,
    ),
    hasGrownOutput: true,
  },
  {
    ...scenario(
      "deltas that are repartitioned under load are counted on, but refuse the next start",
      growDeltas,
    ),
    endsStopped: true,
  },
  {
    ...scenario("an input that is deleted and made again stops the process", remakeInput),
    endsStopped: true,
  },
  {
    ...scenario("records that are deleted before they were read stop the process", deleteUnread),
    endsStopped: true,
  },
  scenario("records that are deleted after they were read are not missed", deleteRead),
  scenario("deltas that are deleted after they were counted are not missed", deleteCounted),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "topics", brokers: "shared", run };
}

/** Sends to each partition, including those that no consumer has discovered yet. */
async function produceEverywhere(scene: Scene): Promise<void> {
  const value = json(login);
  await scene.produce(...Array.from({ length: more }, (_, partition) => ({ value, partition })));
}

async function growInput(trial: Trial): Promise<void> {
  await atWork(trial);
  await trial.scene.addPartitions(more, trial.scene.topics.input);
  await produceEverywhere(trial.scene);
  await trial.hit("the input has more partitions");
  await goesOn(trial.scene);
}

async function growInputMeanwhile(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await atWork(trial);
  await former.stop();
  await scene.addPartitions(more, scene.topics.input);
  await produceEverywhere(scene);
  await trial.hit("the input has more partitions");
  await scene.started();
  await goesOn(scene);
}

async function growOutput(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await atWork(trial);
  await scene.addPartitions(more, scene.topics.output);
  await trial.hit("the output has more partitions");
  await goesOn(scene);
  await former.stop();
  await scene.started();
  await goesOn(scene);
}

async function growDeltas(trial: Trial): Promise<void> {
  const { scene } = trial;
  const processor = await atWork(trial);
  await scene.addPartitions(more, scene.topics.deltas, scene.topics.counts);
  await trial.hit("the deltas have more partitions");
  await goesOn(scene, 500);
  assertEquals(await processor.stop(), 0);
  const { reason } = await stopOf(scene.start());
  assertMatch(reason, /repartitioned; the counts were kept in 3 partitions, and there are 5 now/);
}

async function remakeInput(trial: Trial): Promise<void> {
  const { scene } = trial;
  const processor = await atWork(trial);
  await trial.hit("the input is deleted");
  await remake(scene, scene.topics.input);
  const { reason, action } = await stopOf(processor);
  assertMatch(reason, /nothing was reset|the log now holds|committed offsets of \S+ are gone/);
  assertMatch(action, /kafka-consumer-groups/);
}

async function remake({ admin }: Scene, topic: string): Promise<void> {
  await admin.deleteTopics({ topics: [topic] });
  await until("the topic is gone", async () => !(await admin.listTopics()).includes(topic));
  // Does not wait for leaders: for a new topic, kafkajs treats "not yet" as an error.
  await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: false });
}

async function deleteUnread(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const processor = await atWork(trial, { KAFKA_BROKERS: proxy.address });
  const fetches = proxy.catch(fetchOf(scene.topics.input), { moment: "before" });
  await fetches.caught();
  await scene.generate(300);
  await trial.hit("unread records are deleted");
  await deleteAll(scene, scene.topics.input);
  fetches.release();
  const { reason, action } = await stopOf(processor);
  assertMatch(reason, /but the log now holds/);
  assertMatch(action, /--reset-offsets/);
}

async function deleteAll({ admin }: Scene, topic: string): Promise<void> {
  const ends = await admin.fetchTopicOffsets(topic);
  const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
  await admin.deleteTopicRecords({ topic, partitions });
}

async function deleteRead(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await atWork(trial);
  await deleteCommitted(scene, "enrich", scene.topics.input);
  await trial.hit("processed input is deleted");
  await goesOn(scene);
  await former.stop();
  await scene.started();
  await goesOn(scene);
}

async function deleteCounted(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await atWork(trial);
  await former.stop();
  await deleteCommitted(scene, "count", scene.topics.deltas);
  await trial.hit("counted deltas are deleted");
  await scene.started();
  await goesOn(scene);
}

/** Deletes what a stage has processed, like a short retention. */
async function deleteCommitted(
  { admin, config }: Scene,
  stage: "enrich" | "count",
  topic: string,
): Promise<void> {
  const [group] = await admin.fetchOffsets({
    groupId: `${config.appId}-${stage}`,
    topics: [topic],
  });
  const partitions = group!.partitions.filter(({ offset }) => Number(offset) > 0);
  await admin.deleteTopicRecords({ topic, partitions });
}
