import { assertMatch } from "@std/assert";
import { type Copied, recordsOf } from "../../support/copied_topic.ts";
import { fetchOf } from "../../support/fault_proxy.ts";
import { kafkaTool } from "../../support/kafka_tool.ts";
import type { Scene } from "../../support/scene.ts";
import { configureTopic } from "../../support/topic_config.ts";
import { until } from "../../support/until.ts";
import { atWork, goesOn, lasting, stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const lowLimit = { "max.message.bytes": "2000" };

/** Closes segments each second and lets the cleaner compact them as soon as possible. */
const segmentMs = 1_000;
const eagerCompaction = {
  "segment.ms": String(segmentMs),
  "min.cleanable.dirty.ratio": "0.01",
  "delete.retention.ms": "0",
};

/** Limits that operators set: sizes, rates, and how long a table keeps what is overwritten. */
export const topicLimits: readonly Scenario[] = [
  ...(["output", "deadLetters", "deltas", "counts"] as const).map(low),
  {
    ...scenario(
      "a limit that falls below a batch stops the process, and the next goes by it",
      lowerLimit,
    ),
    isShort: true,
  },
  throttled("producer_byte_rate", "a writer that is throttled loses nothing"),
  throttled("consumer_byte_rate", "a reader that is throttled loses nothing"),
  {
    ...scenario("counts are restored from a compacted table that was idle", restoreCompacted),
    options: { partitions: 1 },
  },
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "topics", brokers: "shared", run };
}

function low(role: "output" | "deadLetters" | "deltas" | "counts"): Scenario {
  return scenario(`batches are cut to what a topic of ${role} takes`, async (trial) => {
    const { scene } = trial;
    await configureTopic(scene, scene.topics[role], lowLimit);
    await scene.generate(2_000, 0, { badRatio: 0.3 });
    const processor = scene.start();
    await trial.hit(`${role} takes 2,000 bytes at once`);
    await processor.joined();
    trial.load();
    await goesOn(scene);
  });
}

async function lowerLimit(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const processor = await atWork(trial, { KAFKA_BROKERS: proxy.address });
  const fetches = proxy.catch(fetchOf(scene.topics.input), { moment: "before" });
  await fetches.caught();
  await scene.generate(500);
  await configureTopic(scene, scene.topics.output, lowLimit);
  await trial.hit("the output takes less than the process believes");
  fetches.release();
  const { reason } = await stopOf(processor);
  assertMatch(reason, /MESSAGE_TOO_LARGE/);
  await scene.started();
  await goesOn(scene);
}

const bytesPerSecond = 10_000;
const cleanerTimeoutMs = 120_000;

function throttled(quota: "producer_byte_rate" | "consumer_byte_rate", name: string): Scenario {
  return scenario(name, async (trial) => {
    const { scene } = trial;
    await atWork(trial);
    const client = ["--alter", "--entity-type", "clients", "--entity-name", scene.config.appId];
    await kafkaTool(
      scene,
      "kafka-configs",
      ...client,
      "--add-config",
      `${quota}=${bytesPerSecond}`,
    );
    await trial.hit(name);
    await goesOn(scene);
    await kafkaTool(scene, "kafka-configs", ...client, "--delete-config", quota);
    await goesOn(scene);
  });
}

async function restoreCompacted(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { counts } = scene.topics;
  await configureTopic(scene, counts, eagerCompaction);
  const former = await scene.started();
  for (let turn = 0; turn < 3; turn++) await countSome(scene);
  const last = (await recordsOf(scene, counts)).at(-1)!.record.offset;
  await lasting(segmentMs); // new records start a segment, and the cleaner may compact all others
  await countSome(scene);
  await until(
    "the cleaner has been there",
    async () => areOneEach((await recordsOf(scene, counts)).filter((r) => r.record.offset <= last)),
    cleanerTimeoutMs,
  );
  await trial.kill(former);
  trial.load();
  await trial.hit("the table is compacted and idle");
  await scene.started();
  await goesOn(scene);
}

async function countSome(scene: Scene): Promise<void> {
  await scene.generate(300);
  await scene.processed();
}

/** Whether no two records have the same key, as in a compacted topic of one partition. */
function areOneEach(records: readonly Copied[]): boolean {
  const keys = records.map(({ record }) =>
    new TextDecoder().decode(record.key ?? new Uint8Array())
  );
  return new Set(keys).size === keys.length;
}
