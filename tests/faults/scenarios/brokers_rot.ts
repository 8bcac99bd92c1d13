import { assertMatch } from "@std/assert";
import type { TopicNames } from "../../../src/names.ts";
import { fetchOf } from "../../support/fault_proxy.ts";
import { flipBit } from "../../support/log_segment.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

/** A corrupt byte on a broker's disk: every reader has to detect it and stop. */
export const rottenLogs: readonly Scenario[] = [
  rotten("input", "a flipped bit in the input stops the process before anything is made of it"),
  rotten("deltas", "a flipped bit in the deltas stops the process before it is counted"),
  rotten("counts", "a flipped bit in the counts stops the process before it counts on from it"),
];

function rotten(role: keyof TopicNames & string, name: string): Scenario {
  return {
    ...{ name, family: "brokers", brokers: "one of its own", options: { partitions: 1 } },
    run: async (trial) => {
      await leaveWork(trial);
      await trial.hit(`a bit of the ${role} is flipped`);
      const flipBack = await rot(trial, role);
      const { reason, action } = await stopOf(trial.scene.start());
      assertMatch(reason, /Cannot read the record batch at offset \d+: .*checksum/);
      assertMatch(action, /kafka-dump-log/);
      await trial.cluster.brokers[0]!.stop();
      await flipBack();
      await trial.cluster.brokers[0]!.start();
    },
  };
}

/** Ends with unprocessed input and deltas, and without a processor. */
async function leaveWork(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const processor = await scene.started({ KAFKA_BROKERS: proxy.address });
  await scene.generate(300);
  await scene.processed();
  await proxy.catch(fetchOf(scene.topics.deltas), { moment: "before" }).caught();
  await scene.generate(300);
  await until("deltas are not counted yet", () => hasUncounted(scene));
  await trial.kill(processor);
  await scene.generate(300);
}

async function hasUncounted(scene: Scene): Promise<boolean> {
  return await scene.lag("enrich") === 0 && await scene.lag("count") > 0;
}

async function rot({ cluster, scene }: Trial, role: keyof TopicNames & string) {
  const broker = cluster.brokers[0]!;
  await broker.stop(); // in order: after a crash, Kafka itself would truncate the log
  const flipBack = await flipBit(broker, scene.topics[role], 0);
  await broker.start();
  return flipBack;
}
