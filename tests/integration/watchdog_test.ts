import { assert, assertEquals, assertMatch } from "@std/assert";
import { audit } from "../support/audit.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { integrationTest } from "../support/integration.ts";
import { apiKeys } from "../support/kafka_frames.ts";
import { KafkaProxy, ofStage } from "../support/kafka_proxy.ts";
import type { Scene } from "../support/scene.ts";
import { until } from "../support/until.ts";
import { freePort, WebClient } from "../support/web_client.ts";

/**
 * With these settings a member may be stuck for nine seconds, and half as long while Kafka answers
 * others.
 */
const impatient = {
  KAFKA_REQUEST_TIMEOUT_MS: "3000",
  TRANSACTION_TIMEOUT_MS: "3000",
  SCHEMA_REGISTRY_TIMEOUT_MS: "3000",
};
const patienceMs = 13_500;
/** For what comes before and after: the commit in progress, and the request to Kafka. */
const graceMs = 8_000;

/** A processor behind a proxy, and its `/livez`. */
async function watched(scene: Scene, brokers: string) {
  const port = freePort();
  const env = { KAFKA_BROKERS: brokers, HTTP_PORT: String(port), ...impatient };
  const processor = await scene.started(env);
  const client = new WebClient(port);
  const livez = async () => {
    const answer = await client.get("/livez");
    return { status: answer.status, text: await answer.text() };
  };
  return { processor, livez };
}

integrationTest(
  "a stuck member reports itself and leaves its partitions to others while Kafka answers them",
  async (scene) => {
    await using proxy = new KafkaProxy(scene.stack.brokers);
    const { processor, livez } = await watched(scene, proxy.address);
    await scene.generate(500);
    await scene.processed();
    const hold = proxy.hold(ofStage(scene, "enrich", apiKeys.endTxn));
    const flow = scene.generate(2_000, 200);
    await hold.caught();
    const caughtMs = performance.now();
    const other = scene.start();
    let dead = { status: 200, text: "" };
    await until("/livez answers 503", async () => (dead = await livez()).status === 503);
    assert(performance.now() - caughtMs < patienceMs + graceMs);
    assertMatch(
      dead.text,
      /enrich was stuck.*no transaction was committed for 9 s, although Kafka answers/,
    );
    await other.logged(
      "all of enrich",
      ({ event, stage, partitions }) =>
        event === "assigned" && stage === "enrich" && partitions?.length === 4,
    );
    await processor.murder();
    await flow;
    await scene.processed();
    await audit(scene);
  },
);

integrationTest(
  "an idle topic, an unavailable broker and a foreign open transaction do not count as stuck",
  async (scene) => {
    await using proxy = await FaultProxy.open(scene.stack.brokers);
    const { processor, livez } = await watched(scene, proxy.address);
    await scene.generate(500);
    await scene.processed();
    const statuses = new Set<number>();
    const lives = async (ms: number) => {
      for (const endMs = performance.now() + ms; performance.now() < endMs;) {
        statuses.add((await livez()).status);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    };
    const other = scene.kafka.producer({
      transactionalId: `${scene.config.appId}-somebody`,
      transactionTimeout: 60_000,
      maxInFlightRequests: 1,
      idempotent: true,
    });
    await other.connect();
    const transaction = await other.transaction();
    const messages = [0, 1, 2, 3].map((partition) => ({ partition, value: "{}" }));
    await transaction.send({ topic: scene.topics.input, messages });
    await scene.generate(500); // held after it
    await lives(patienceMs * 1.1);
    await transaction.commit();
    await other.disconnect();
    await scene.processed();
    const away = proxy.blackHole("both");
    await scene.generate(500);
    await lives(patienceMs * 1.1);
    away.end();
    await scene.processed();
    assertEquals([...statuses], [200]);
    assertEquals(processor.lines.filter(({ event }) => event === "stuck"), []);
    await audit(scene);
  },
);
