import { kafkaConfig, type KafkaSettings } from "./connection.ts";
import { readCommitted } from "./fetch_request.ts";
import { internals, type KafkajsCluster, kafkajsLogger } from "./internals.ts";
import { loadKafkajs } from "./kafkajs.ts";

/** A connected kafkajs cluster. Rejects with the connection's error. */
export async function connectedCluster(settings: KafkaSettings): Promise<KafkajsCluster> {
  await loadKafkajs(); // the corrections must be installed before any internal module is loaded
  const { Cluster } = internals();
  const { logCreator: _, ...config } = kafkaConfig(settings);
  const cluster = new Cluster({
    ...config,
    logger: kafkajsLogger(settings.logCreator),
    metadataMaxAge: 30_000,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: readCommitted,
    offsets: new Map(),
  });
  await cluster.connect();
  return cluster;
}
