import { assert, assertEquals } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { apiKeys } from "../support/kafka_frames.ts";
import { KafkaProxy, ofStage } from "../support/kafka_proxy.ts";
import type { Scene } from "../support/scene.ts";
import { until } from "../support/until.ts";

/** A processor that has sent its commit and stalls while the commit is on its way. */
async function stalledBeforeCommit(scene: Scene, slow: KafkaProxy) {
  const former = await scene.started({ KAFKA_BROKERS: slow.address });
  await scene.generate(500);
  await scene.processed();
  const commit = slow.hold(ofStage(scene, "enrich", apiKeys.endTxn));
  await scene.generate(1_000);
  await commit.caught();
  former.kill("SIGSTOP");
  return { former, commit };
}

integrationTest(
  "two processes share the partitions and hand them over without loss or repeats",
  async (scene) => {
    const first = await scene.started();
    const flow = scene.generate(30_000, 2_000);
    const second = await scene.started();
    await second.logged(
      "half of the partitions",
      ({ event, stage, partitions }) =>
        event === "assigned" && stage === "enrich" && partitions?.length === 2,
    );
    assertEquals(await first.stop(), 0);
    const third = await scene.started();
    await second.murder();
    await third.logged(
      "all partitions",
      ({ event, stage, partitions }) =>
        event === "assigned" && stage === "enrich" && partitions?.length === 4,
    );
    await flow;
    await scene.processed();
    await audit(scene);
  },
);

// Proves the order in acquire(): B reads the committed offset of A's group, A's commit completes, B
// fences A. If B continued from the offset that it read first, it would process A's records again.
integrationTest(
  "a commit that completes while its successor starts is not processed again",
  async (scene) => {
    await using slow = new KafkaProxy(scene.stack.brokers);
    await using late = new KafkaProxy(scene.stack.brokers);
    const { former, commit } = await stalledBeforeCommit(scene, slow);
    const lag = await scene.lag("enrich");

    const fence = late.hold(ofStage(scene, "enrich", apiKeys.initProducerId));
    scene.start({ KAFKA_BROKERS: late.address });
    await fence.caught();
    commit.release();
    await until("the late commit is complete", async () => await scene.lag("enrich") < lag);
    fence.release();
    await scene.processed();
    former.kill("SIGCONT");
    await scene.generate(500);
    await scene.processed();
    await audit(scene);
  },
  { env: { TRANSACTION_TIMEOUT_MS: "60000" } },
);

integrationTest(
  "a commit that arrives after its successor took over changes nothing",
  async (scene) => {
    await using slow = new KafkaProxy(scene.stack.brokers);
    const { former, commit } = await stalledBeforeCommit(scene, slow);
    await scene.started();
    await scene.processed();
    commit.release();
    former.kill("SIGCONT");
    const { recovery } = await former.logged("recovering", ({ event }) => event === "recovering");
    assert(recovery === "rejoin", "a zombie asks the group before it takes anything back");
    await scene.generate(500);
    await scene.processed();
    await audit(scene);
  },
);
