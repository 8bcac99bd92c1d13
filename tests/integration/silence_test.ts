import { assert, assertMatch, assertRejects } from "@std/assert";
import { FaultProxy } from "../support/fault_proxy.ts";
import { integrationTest } from "../support/integration.ts";
import type { Scene } from "../support/scene.ts";
import { SilentTunnel } from "../support/silent_tunnel.ts";
import { until } from "../support/until.ts";

const requestTimeoutMs = 1_000;

/** A client that uses its own connection to Kafka. */
interface Client {
  readonly ask: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/**
 * One client of each kind in this project, connected, with one request sent so that its connection is
 * open.
 */
async function clientsOf(scene: Scene, brokers: string): Promise<Record<string, Client>> {
  const { ClusterClient } = await import("../../src/kafka/cluster.ts");
  const { ClusterWatch } = await import("../../src/kafka/cluster_watch.ts");
  const { kafkaConfig } = await import("../../src/kafka/connection.ts");
  const { loadKafkajs } = await import("../../src/kafka/kafkajs.ts");
  const { quietLog } = await import("../../src/kafka/quiet_log.ts");
  const { kafkaSettings } = await import("../../src/setup/connections.ts");
  const config = { ...scene.config, brokers: [brokers], requestTimeoutMs };
  const settings = kafkaSettings(config, quietLog);
  const { Kafka } = await loadKafkajs();
  const kafka = new Kafka({ ...kafkaConfig(settings), retry: { retries: 0 } });
  const { input: topic } = scene.topics;
  const groupId = `${config.appId}-enrich`;
  const [cluster, watch] = await Promise.all([
    ClusterClient.connect(settings),
    ClusterWatch.connect(settings),
  ]);
  const [admin, producer] = [kafka.admin(), kafka.producer({ retry: { retries: 0 } })];
  await Promise.all([admin.connect(), producer.connect()]);
  const messages = [{ value: "{}" }];
  return {
    cluster: { ask: () => cluster.range(topic, 0), close: () => cluster.disconnect() },
    transactions: {
      ask: () => cluster.transactions.list(config.appId),
      close: () => Promise.resolve(),
    },
    watch: { ask: () => watch.committed(groupId, topic), close: () => watch.disconnect() },
    admin: { ask: () => admin.fetchTopicOffsets(topic), close: () => admin.disconnect() },
    producer: { ask: () => producer.send({ topic, messages }), close: () => producer.disconnect() },
  };
}

integrationTest(
  "a request on a silent connection times out, and the next one uses another connection",
  async (scene) => {
    await using proxy = await FaultProxy.open(scene.stack.brokers);
    await scene.generate(50); // each partition has a leader by then
    const clients = await clientsOf(scene, proxy.address);
    for (const [name, { ask }] of Object.entries(clients)) {
      // A broker without earlier requests first loads its data.
      await until(`${name} is answered`, () => ask().then(() => true, () => false));
      assert(proxy.silence(() => true) > 0);
      const startedMs = performance.now();
      await assertRejects(ask, Error);
      const tookMs = performance.now() - startedMs;
      assert(tookMs < requestTimeoutMs * 2, `${name} was told after ${tookMs} ms`);
      const answerMs = performance.now();
      await ask();
      assert(performance.now() - answerMs < requestTimeoutMs, `${name} asks anew`);
    }
    for (const { close } of Object.values(clients)) await close();
  },
);

integrationTest(
  "a silent registry costs one request, however many connections were open",
  async (scene) => {
    const { RegistryHttp } = await import("../../src/registry/http.ts");
    await using tunnel = await SilentTunnel.open(scene.stack.registryUrl);
    const credentials = { username: null, password: null, passwordFile: null, caFile: null };
    const url = `${tunnel.url}${new URL(scene.stack.registryUrl).pathname}`;
    const http = new RegistryHttp({ url, ...credentials, timeoutMs: requestTimeoutMs });
    const ask = () => http.exchange("GET", "/schemas/types");
    await Promise.all([ask(), ask(), ask()]);
    assert(tunnel.silence() > 1);
    await assertRejects(ask, Error, "no complete answer");
    await ask();
  },
);

integrationTest("the kernel sends keepalives on sockets", async (scene) => {
  const { openSocket } = await import("../../src/kafka/access/socket_factory.ts");
  const [host = "", port] = scene.stack.brokers.split(":");
  const { promise: connected, resolve } = Promise.withResolvers<void>();
  const socket = openSocket({ host, port: Number(port), ssl: {}, onConnect: resolve });
  await connected;
  // Deno itself opens nothing below /proc. The field after the queues is the kind of timer: 02 is
  // keep-alive.
  const { stdout } = await new Deno.Command("cat", { args: ["/proc/net/tcp"] }).output();
  const localPort = socket.localPort!.toString(16).toUpperCase().padStart(4, "0");
  const mine = new RegExp(`^ *\\d+: \\w+:${localPort} .*$`, "m");
  const [line = ""] = mine.exec(new TextDecoder().decode(stdout)) ?? [];
  socket.destroy();
  assertMatch(line, / 02:[0-9A-F]+ /);
});
