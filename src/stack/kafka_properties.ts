/** Where the broker listens and keeps its data. */
export interface KafkaSettings {
  /** Kafka's jars. */
  readonly classpath: string;
  /** The configuration of log4j. */
  readonly logConfig: string;
  /** Takes its settings, data and log. */
  readonly directory: string;
  /** For clients. */
  readonly port: number;
  /** For itself alone. */
  readonly controllerPort: number;
}

/** The broker's settings: what one node needs, and what makes a start quick. */
export function serverProperties({ directory, port, controllerPort }: KafkaSettings): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
log.dirs=${directory}/kafka

# A name that nobody created is a mistake to see, not a topic.
auto.create.topics.enable=false
num.partitions=4
# Records may carry event times of years ago, and age counts from those.
log.retention.ms=-1

# One node holds the only copy. A few partitions spread groups and transactional ids well enough
# here; each of the usual fifty costs files and time at every start.
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1

# The first member of a group need not wait for more.
group.initial.rebalance.delay.ms=0
# The usual 128 MB would be a quarter of the heap.
log.cleaner.dedupe.buffer.size=16777216
`;
}
