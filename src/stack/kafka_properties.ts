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
  /** For brokers alone. */
  readonly controllerPort: number;
  /** Where it is one of several; a broker by itself is node 1. */
  readonly node?: NodeSettings;
  /** What takes precedence over the usual properties. */
  readonly properties?: Readonly<Record<string, string>>;
  /** What its Java is told in place of the usual. */
  readonly javaOptions?: readonly string[];
  /** What the formatting of its data is told besides the usual. */
  readonly formatOptions?: readonly string[];
}

/** One broker among several that hold copies of each other's data. */
export interface NodeSettings {
  /** Its number, from 1 on. */
  readonly id: number;
  /** Where the controllers of all nodes listen, in the order of their numbers. */
  readonly controllerPorts: readonly number[];
}

/** The broker's settings: what its node needs, and what makes a start quick. */
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

# A name that nobody created is a mistake to see, not a topic.
auto.create.topics.enable=false
num.partitions=4
# Records may carry event times of years ago, and age counts from those.
log.retention.ms=-1

# A few partitions spread groups and transactional ids well enough here; each of the usual fifty
# costs files and time at every start.
offsets.topic.num.partitions=4
transaction.state.log.num.partitions=4
share.coordinator.state.topic.num.partitions=4
${replication(voters.length)}
# The first member of a group need not wait for more.
group.initial.rebalance.delay.ms=0
# The usual 128 MB would be a quarter of the heap.
log.cleaner.dedupe.buffer.size=16777216
${overrides.join("")}`;
}

// One node holds the only copy. Of three any one may be missing, and a write has two copies.
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
