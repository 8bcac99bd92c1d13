import type { FatalError } from "../errors.ts";
import { clusterSettings, type SharedSettings } from "./cluster_settings.ts";
import { type Claim, claimDirectory } from "./directory.ts";
import { checkJava } from "./java.ts";
import type { KafkaSettings } from "./kafka_properties.ts";
import { startKafka } from "./kafka_server.ts";
import { prepareLibraries } from "./libraries.ts";
import { chooseBrokerPorts, choosePorts, type PortChoice, type Ports } from "./port.ts";
import { projectPath } from "./project_path.ts";
import type { Patience } from "./readiness.ts";
import { serveRegistry } from "./registry_proxy.ts";
import { type RegistrySettings, startRegistry } from "./registry_server.ts";
import { deathOf, type ServerProcess } from "./server_process.ts";

/** The ports and the data directory of a stack, and where to report progress. */
export interface StackOptions extends PortChoice, Claim, Patience {
  /** How many brokers form its cluster; one by default. The chosen port is that of the first. */
  readonly brokers?: number;
}

/** A running Kafka and schema registry. */
export interface Stack {
  /** Bootstrap addresses, as in KAFKA_BROKERS. */
  readonly brokers: string;
  /** The URL of the Confluent API, which is also at `confluentPath` under it. */
  readonly registryUrl: string;
  /** The brokers' processes. */
  readonly kafkaPids: readonly number[];
  /** The registry's process. */
  readonly registryPid: number;
  /** The jars of Kafka's console tools. */
  readonly classpath: string;
  /** Resolves with the reason when one of them exits before stop() was called. */
  readonly death: Promise<FatalError>;
  /** Stops all. Resolves when they are gone. */
  readonly stop: () => Promise<void>;
}

/** Options of a stack with free ports and temporary data, which does not interfere with others. */
export const ephemeralStack: PortChoice & Claim = {
  kafkaPort: null,
  registryPort: null,
  ephemeral: true,
  fresh: false,
};

/** Starts all servers in parallel. If one fails, stops the others and throws FatalError. */
export async function startStack(options: StackOptions): Promise<Stack> {
  await checkJava();
  await using started = new AsyncDisposableStack();
  const ports = choosePorts(options);
  const proxy = serveRegistry(ports.registry, ports.apicurio);
  started.defer(() => proxy.shutdown());
  const home = projectPath(".stack");
  const libraries = await prepareLibraries(projectPath("stack/pom.xml"), `${home}/lib`, options);
  const directory = started.use(await claimDirectory(home, options));
  const shared = {
    classpath: libraries.kafkaClasspath,
    logConfig: projectPath("stack/log4j2.properties"),
    directory: directory.path,
  };
  const brokers = await brokersOf(shared, ports, options.brokers ?? 1);
  const registry = {
    jar: libraries.registryJar,
    directory: directory.path,
    port: ports.apicurio,
  };
  const servers = await startServers(brokers, registry, options, started);
  const running = started.move();
  return {
    brokers: brokers.map(({ port }) => `127.0.0.1:${port}`).join(","),
    registryUrl: `http://127.0.0.1:${ports.registry}`,
    kafkaPids: servers.kafkas.map(({ pid }) => pid),
    registryPid: servers.registry.pid,
    classpath: libraries.kafkaClasspath,
    death: Promise.race([...servers.kafkas, servers.registry].map(deathOf)),
    stop: () => running.disposeAsync(),
  };
}

/** A single broker keeps its data in the stack's own directory, so that it finds that of earlier runs. */
async function brokersOf(
  shared: SharedSettings,
  ports: Ports,
  count: number,
): Promise<readonly KafkaSettings[]> {
  if (count === 1) return [{ ...shared, port: ports.kafka, controllerPort: ports.controller }];
  const others = Array.from({ length: count - 1 }, chooseBrokerPorts);
  const settings = clusterSettings(shared, [ports, ...others]);
  for (const { directory } of settings) await Deno.mkdir(directory, { recursive: true });
  return settings;
}

async function startServers(
  brokers: readonly KafkaSettings[],
  registry: RegistrySettings,
  { signal, report }: Patience,
  started: AsyncDisposableStack,
): Promise<{ kafkas: readonly ServerProcess[]; registry: ServerProcess }> {
  report("starting Kafka and the schema registry");
  const ending = new AbortController();
  const patience = { report, signal: AbortSignal.any([signal, ending.signal]) };
  // Brokers of a cluster wait for each other, so they start together.
  const kafkaStarts = brokers.map((broker) => startKafka(broker, patience));
  const registryStart = startRegistry(registry, patience);
  started.defer(async () => {
    // One may fail while others are still starting; those are stopped as well.
    ending.abort();
    const starts = [...kafkaStarts, registryStart];
    await Promise.all(starts.map((start) => start.then((server) => server.stop(), () => {})));
  });
  const [kafkas, registryServer] = await Promise.all([Promise.all(kafkaStarts), registryStart]);
  return { kafkas, registry: registryServer };
}
