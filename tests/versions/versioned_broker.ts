import { answersApiVersions } from "../../src/stack/api_versions.ts";
import { type KafkaSettings, serverProperties } from "../../src/stack/kafka_properties.ts";
import { startKafka } from "../../src/stack/kafka_server.ts";
import { downloadOnce } from "../../src/stack/libraries.ts";
import { choosePorts, isPortFree } from "../../src/stack/port.ts";
import { projectPath } from "../../src/stack/project_path.ts";
import { type Patience, untilReady } from "../../src/stack/readiness.ts";
import { startProcess } from "../../src/stack/server_process.ts";
import type { KafkaVersion } from "./kafka_versions.ts";

/** A running broker of some version, the only one of its cluster. */
export interface VersionedBroker extends AsyncDisposable {
  /** The address in the form of KAFKA_BROKERS. */
  readonly address: string;
}

const heap = ["-Xms256m", "-Xmx512m"];

/** Starts a broker in an empty directory; its jars are downloaded once. */
export async function startVersion(
  { version, mode }: KafkaVersion,
  directory: string,
  patience: Patience,
): Promise<VersionedBroker> {
  const jars = await downloadOnce({
    what: `Kafka ${version}, about 45 MB`,
    pom: projectPath("tests/versions/pom.xml"),
    properties: { "kafka.version": version },
    directory: projectPath(".stack/lib"),
    name: `kafka-${version}`,
  }, patience);
  const { kafka: port, controller: controllerPort } = choosePorts(anyPort);
  const settings: KafkaSettings = {
    classpath: `${jars}/kafka/*`,
    logConfig: projectPath("stack/log4j2.properties"),
    directory,
    port,
    controllerPort,
    javaOptions: heap,
  };
  const stop = await (mode === "KRaft" ? startKRaft : startWithZooKeeper)(settings, patience);
  return { address: `127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

const anyPort = { kafkaPort: null, registryPort: null };

async function startKRaft(settings: KafkaSettings, patience: Patience) {
  return (await startKafka(settings, patience)).stop;
}

/** The port that a KRaft broker has for controllers is ZooKeeper's here. */
async function startWithZooKeeper(settings: KafkaSettings, patience: Patience) {
  await using started = new AsyncDisposableStack();
  const { directory, controllerPort, port } = settings;
  await Deno.writeTextFile(
    `${directory}/zookeeper.properties`,
    `dataDir=${directory}/zookeeper
clientPort=${controllerPort}
clientPortAddress=127.0.0.1
admin.enableServer=false
`,
  );
  await Deno.writeTextFile(`${directory}/server.properties`, zooKeeperProperties(settings));
  const java = ["java", ...heap, `-Dlog4j2.configurationFile=${settings.logConfig}`];
  const program = (name: string, main: string, file: string) =>
    startProcess(
      name,
      [...java, "-cp", settings.classpath, main, `${directory}/${file}.properties`],
      `${directory}/${file}.log`,
    );
  const main = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
  const keeper = program("ZooKeeper", main, "zookeeper");
  started.defer(() => keeper.stop());
  await untilReady(keeper, () => Promise.resolve(!isPortFree(controllerPort)), patience);
  const kafka = program("Kafka", "kafka.Kafka", "server");
  started.defer(() => kafka.stop());
  await untilReady(kafka, () => answersApiVersions(port), patience);
  const running = started.move();
  return () => running.disposeAsync();
}

/** The same settings without those that name the controllers. */
function zooKeeperProperties(settings: KafkaSettings): string {
  const isOfKRaft = /^(process\.roles|node\.id|controller\.|listeners=|advertised\.)/;
  const common = serverProperties(settings).split("\n").filter((line) => !isOfKRaft.test(line));
  return `broker.id=1
zookeeper.connect=127.0.0.1:${settings.controllerPort}
listeners=PLAINTEXT://127.0.0.1:${settings.port}
${common.join("\n")}`;
}
