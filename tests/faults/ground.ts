import type { StackAddress } from "../support/integration.ts";
import { KafkaCluster } from "../support/kafka_cluster.ts";
import { TopicReader } from "../support/topic_reader.ts";
import type { Scenario } from "./scenario.ts";

/** A Kafka for scenarios, and Java's reader, which reads while they run. */
export interface Ground {
  readonly stack: StackAddress;
  readonly reader: TopicReader;
  /** Null if others use the same brokers. */
  readonly cluster: KafkaCluster | null;
}

/** Brokers for one scenario, with the registry of all others. */
export async function ownGround(
  stack: StackAddress,
  { brokers, properties }: Pick<Scenario, "brokers" | "properties">,
): Promise<Ground & AsyncDisposable> {
  await using started = new AsyncDisposableStack();
  const size = brokers === "three of its own" ? 3 : 1;
  const cluster = started.use(
    await KafkaCluster.start({
      classpath: stack.classpath,
      brokers: size,
      properties: properties ?? {},
    }),
  );
  const address = { ...stack, brokers: cluster.bootstrap };
  const reader = started.use(new TopicReader(address));
  const owned = started.move();
  return {
    ...{ stack: address, reader, cluster },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
