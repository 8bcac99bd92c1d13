import { assertEquals, assertMatch } from "@std/assert";
import { writerIdOf } from "../../../src/names.ts";
import { fetchOf, ofStage } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { json, login } from "../../support/logins.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import type { Scene } from "../../support/scene.ts";
import { configureTopic } from "../../support/topic_config.ts";
import { until } from "../../support/until.ts";
import { lasting, stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";
import { recounted } from "./changelog_damage.ts";

const segmentMs = 1_000;
const manyLocales = 6_000;
const localesAtOnce = 2_000;
const topicResource = 2;
const listOffsets = 2;

/** Tables of counts whose end is hard to reach. */
export const shapes: readonly Scenario[] = [
  scenario("counts are restored over a stretch of the table in which nothing was committed", skip),
  scenario("a table of thousands of counts is restored to the last one", restoreMany),
  scenario("a process that is restarted again and again leaves markers, and counts right", restart),
  {
    ...scenario("counts of a partition that a member keeps are not read again", keepCounts),
    options: { partitions: 4 },
  },
  scenario("counts that another process has gone on with meanwhile are read again", readAgain),
  scenario("a table that is emptied while it is restored stops the process", emptyMeanwhile),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "changelog", brokers: "shared", options: { partitions: 1 }, run };
}

// A fetch ends with a segment. From the middle segment it returns nothing, although there is more.
async function skip(trial: Trial): Promise<void> {
  const { scene } = trial;
  await configureTopic(scene, scene.topics.counts, {
    "segment.ms": String(segmentMs),
    "min.compaction.lag.ms": "3600000", // compaction makes one segment of several small ones
  });
  await countSome(scene);
  await lasting(segmentMs * 2);
  await abortSome(scene);
  await lasting(segmentMs * 2);
  await abortSome(scene); // begins another segment: a marker of a restore has no time, and would not
  await countSome(scene);
  await scene.generate(300);
  await trial.hit("an aborted stretch lies in the middle of the table");
  await scene.started();
  await scene.processed();
}

/** Lets a process count, and ends it. */
async function countSome(scene: Scene): Promise<void> {
  const processor = await scene.started();
  await scene.generate(300);
  await scene.processed();
  assertEquals(await processor.stop(), 0);
}

/** Writes counts like a previous owner whose transaction was aborted. */
async function abortSome({ kafka, config, topics }: Scene): Promise<void> {
  const transactionalId = writerIdOf(config.appId, "count", "former-member", 0);
  const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  const messages = Array.from({ length: 50 }, (_, i) => ({
    ...{ partition: 0, key: `aborted-${i}`, value: "never a count" },
  }));
  await transaction.send({ topic: topics.counts, messages });
  await transaction.abort();
  await producer.disconnect();
}

async function restoreMany(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await scene.started();
  await loginsFromEverywhere(scene);
  await scene.processed();
  await trial.kill(former);
  await loginsFromEverywhere(scene);
  await trial.hit("the owner of many counts is killed");
  const heir = await scene.started();
  const { keys } = await restored(heir);
  assertEquals(keys, manyLocales);
  await scene.processed();
}

/** One login from each of many locales. */
async function loginsFromEverywhere(scene: Scene): Promise<void> {
  const values = Array.from({ length: manyLocales }, (_, i) => json({ ...login, locale: `L${i}` }));
  for (let start = 0; start < manyLocales; start += localesAtOnce) {
    const some = values.slice(start, start + localesAtOnce);
    await scene.produce(...some.map((value) => ({ value })));
  }
}

async function restart(trial: Trial): Promise<void> {
  const { scene } = trial;
  for (let turn = 0; turn < 6; turn++) {
    await scene.generate(50);
    const processor = scene.start();
    if (turn === 5) await trial.hit("the sixth start");
    await restored(processor);
    if (turn < 5) await trial.kill(processor);
  }
  await scene.processed();
}

/**
 * While another member joins, no fetch of the table is answered to this member, so it must keep its
 * counts without reading them again.
 */
async function keepCounts(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  await scene.started({ KAFKA_BROKERS: proxy.address });
  await scene.generate(300);
  await scene.processed();
  const fetched = proxy.keepBack(fetchOf(scene.topics.counts));
  const other = await scene.started();
  const flow = scene.generate(900, 300);
  await trial.hit("the group shares the partitions out anew");
  await flow;
  await scene.processed();
  fetched.release();
  assertEquals(await other.stop(), 0);
  await scene.generate(300);
  await scene.processed();
}

/** A member is stalled while another counts and leaves; then it gets the partition back. */
async function readAgain(trial: Trial): Promise<void> {
  const { scene } = trial;
  const member = await scene.started();
  await scene.generate(300);
  await scene.processed();
  member.kill("SIGSTOP");
  const other = await scene.started();
  await scene.generate(300);
  await trial.hit("another process has taken the counts over");
  await scene.processed();
  assertEquals(await other.stop(), 0);
  member.kill("SIGCONT");
  await scene.generate(300);
  await scene.processed();
}

async function restored(processor: ProcessorProcess) {
  return await processor.logged("restored", ({ event }) => event === "restored");
}

// A reader that waits for a deleted marker would wait forever.
async function emptyMeanwhile(trial: Trial): Promise<void> {
  const { scene } = trial;
  await countSome(scene);
  await scene.generate(300);
  const proxy = await trial.proxy();
  const marked = proxy.catch(ofStage(scene, "count", apiKeys.endTxn), { moment: "after" });
  const heir = scene.start({ KAFKA_BROKERS: proxy.address });
  await marked.caught();
  const { counts } = scene.topics;
  const range = proxy.catch(
    ({ apiKey, frame }) => apiKey === listOffsets && frame.includes(counts),
    { moment: "before" },
  );
  marked.release();
  await range.caught();
  await trial.hit("the table is about to be emptied");
  await empty(scene, counts);
  range.release();
  const { reason } = await stopOf(heir);
  assertMatch(reason, /emptied, or deleted and recreated/);
  await recounted(scene);
  await scene.started();
  await scene.processed();
}

/** Deletes all records, which a compacted topic refuses until its policy is changed. */
async function empty({ admin }: Scene, topic: string): Promise<void> {
  const policy = async (value: string) => {
    const configEntries = [{ name: "cleanup.policy", value }];
    const resources = [{ type: topicResource, name: topic, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  };
  await policy("delete");
  const [end] = await admin.fetchTopicOffsets(topic);
  const partitions = [{ partition: 0, offset: end!.high }];
  await until("the records are deleted", async () => {
    // A broker may learn the policy a moment later.
    return await admin.deleteTopicRecords({ topic, partitions }).then(() => true, () => false);
  });
  await policy("compact");
}
