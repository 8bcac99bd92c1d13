/** Where the broker listens and keeps its data. */
export interface KafkaSettings {
  /** Kafka's jars. */
  readonly classpath: string;
  /** The configuration of log4j. */
  readonly logConfig: string;
  /** Directory for its settings, data and log. */
  readonly directory: string;
  /** For clients. */
  readonly port: number;
  /** For brokers alone. */
  readonly controllerPort: number;
  /** Its place in a cluster; a single broker is node 1. */
  readonly node?: NodeSettings;
  /** Properties that override the defaults. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Java options instead of the defaults. */
  readonly javaOptions?: readonly string[];
  /** Additional options for formatting its data. */
  readonly formatOptions?: readonly string[];
}

/** One broker of a cluster. */
export interface NodeSettings {
  /** Its number, starting at 1. */
  readonly id: number;
  /** The controller ports of all nodes, in the order of their numbers. */
  readonly controllerPorts: readonly number[];
}

/** The broker's properties: those of its node, and those for a fast start. */
export function serverProperties(settings: KafkaSettings): string {
  const { directory, port, controllerPort, properties = {} } = settings;
  const node = settings.node ?? { id: 1, controllerPorts: [controllerPort] };
  const voters = node.controllerPorts.map((voter, index) => `${index + 1}@127.0.0.1:${voter}`);
  const overrides = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`);
  return `process.roles=broker,controller
node.id=${node.id}
controller.quorum.voters=${voters.join(",")}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
log.dirs=${directory}/kafka

# A misspelled topic name should fail instead of creating a topic.
auto.create.topics.enable=false
num.partitions=4
# Retention counts from record timestamps, which may be years old.
log.retention.ms=-1

# A few partitions are enough for the groups and transactional ids here. Each of the default fifty
# costs files and startup time.
offsets.topic.num.partitions=4
transaction.state.log.num.partitions=4
share.coordinator.state.topic.num.partitions=4
${replication(voters.length)}
# The first member of a group need not wait for more.
group.initial.rebalance.delay.ms=0
# The default of 128 MB would be a quarter of the heap.
log.cleaner.dedupe.buffer.size=16777216
${overrides.join("")}`;
}

// A single node has the only copy. Of three nodes, one may fail, and a write is still on two.
function replication(nodeCount: number): string {
  const copies = Math.min(nodeCount, 3);
  const inSync = Math.max(1, copies - 1);
  return `
default.replication.factor=${copies}
min.insync.replicas=${inSync}
offsets.topic.replication.factor=${copies}
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${inSync}
share.coordinator.state.topic.replication.factor=${copies}
share.coordinator.state.topic.min.isr=${inSync}
`;
}
