import { assert } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { apiKeys } from "../support/kafka_frames.ts";
import { KafkaProxy, ofStage } from "../support/kafka_proxy.ts";

for (const stage of ["enrich", "count"] as const) {
  integrationTest(
    `SIGKILL between produce and commit of stage ${stage} leaves no output and loses nothing`,
    async (scene) => {
      await using proxy = new KafkaProxy(scene.stack.brokers);
      const doomed = await scene.started({ KAFKA_BROKERS: proxy.address });
      await scene.generate(500);
      await scene.processed();
      const hold = proxy.hold(ofStage(scene, stage, apiKeys.endTxn));
      await scene.generate(1_000);
      await hold.caught();
      await doomed.murder();
      const written = await readWithJavaToEnd(scene, scene.topics.output, "read_uncommitted");

      await scene.started();
      await scene.generate(300);
      await scene.processed();
      const { enriched, counts } = await audit(scene);
      // What was written before the kill is in the log, but no read_committed reader sees it.
      const committed = [...enriched, ...counts].map(({ record }) => record);
      const aborted = written.filter(({ partition, offset }) =>
        !committed.some((record) => record.partition === partition && record.offset === offset)
      );
      assert(aborted.length > 0, "the kill came between two transactions");
    },
  );

  integrationTest(
    `SIGKILL between a commit of stage ${stage} and its answer repeats nothing`,
    async (scene) => {
      await using proxy = new KafkaProxy(scene.stack.brokers);
      const doomed = await scene.started({ KAFKA_BROKERS: proxy.address });
      await scene.generate(500);
      await scene.processed();
      const answers = proxy.swallowAnswers(ofStage(scene, stage, apiKeys.endTxn));
      await scene.generate(1_000);
      await answers.caught();
      await doomed.murder();
      await scene.started();
      await scene.generate(300);
      await scene.processed();
      await audit(scene);
    },
  );
}

integrationTest("a commit whose answer is lost is neither repeated nor lost", async (scene) => {
  await using proxy = new KafkaProxy(scene.stack.brokers);
  const processor = await scene.started({
    KAFKA_BROKERS: proxy.address,
    TRANSACTION_TIMEOUT_MS: "3000",
  });
  await scene.generate(500);
  await scene.processed();
  const answers = proxy.swallowAnswers(ofStage(scene, "enrich", apiKeys.endTxn));
  await scene.generate(1_000);
  await processor.logged("recovering", ({ event }) => event === "recovering");
  answers.release();
  await scene.generate(500);
  await scene.processed();
  await audit(scene);
});
