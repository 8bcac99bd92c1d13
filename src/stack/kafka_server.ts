import { FatalError } from "../errors.ts";
import { answersApiVersions } from "./api_versions.ts";
import { readLogTail } from "./log_tail.ts";
import { type Patience, untilReady } from "./readiness.ts";
import { type ServerProcess, startProcess } from "./server_process.ts";

/** Where the broker listens and keeps its data. */
export interface KafkaSettings {
  readonly classpath: string;
  readonly logConfig: string;
  readonly directory: string;
  readonly port: number;
  readonly controllerPort: number;
}

/** A Kafka of one node that answers on its port; its data is formatted when there is none. */
export async function startKafka(
  settings: KafkaSettings,
  patience: Patience,
): Promise<ServerProcess> {
  const properties = `${settings.directory}/server.properties`;
  await Deno.writeTextFile(properties, serverProperties(settings));
  await format(settings, properties, patience.signal);
  const java = ["java", "-Xms256m", "-Xmx512m", ...javaArguments(settings)];
  const log = `${settings.directory}/kafka.log`;
  const kafka = startProcess("Kafka", [...java, "kafka.Kafka", properties], log);
  await untilReady(kafka, () => answersApiVersions(settings.port), patience);
  return kafka;
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

async function format(
  settings: KafkaSettings,
  properties: string,
  signal: AbortSignal,
): Promise<void> {
  const log = `${settings.directory}/kafka-format.log`;
  const java = ["java", "-XX:TieredStopAtLevel=1", ...javaArguments(settings)];
  const tool = ["kafka.tools.StorageTool", "format", "--ignore-formatted"];
  const id = ["--cluster-id", "bG9naW4tcGlwZWxpbmUtMQ", "--config", properties];
  const formatting = startProcess("Kafka's format", [...java, ...tool, ...id], log);
  const { code } = await formatting.exited;
  await formatting.stop();
  signal.throwIfAborted();
  if (code === 0) return;
  throw new FatalError(
    `Kafka's data could not be formatted:\n${await readLogTail(log)}`,
    "start with empty data: deno task stack --fresh",
  );
}

function javaArguments({ classpath, logConfig }: KafkaSettings): readonly string[] {
  return [
    `-Dlog4j2.configurationFile=${logConfig}`,
    "-Dstack.log.level=INFO",
    "-Djava.awt.headless=true",
    "-cp",
    classpath,
  ];
}
