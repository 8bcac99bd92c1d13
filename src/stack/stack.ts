import type { FatalError } from "../errors.ts";
import { type Claim, claimDirectory } from "./directory.ts";
import { checkJava } from "./java.ts";
import { startKafka } from "./kafka_server.ts";
import { type Libraries, prepareLibraries } from "./libraries.ts";
import { choosePorts, type PortChoice, type Ports } from "./port.ts";
import { projectPath } from "./project_path.ts";
import type { Patience } from "./readiness.ts";
import { serveRegistry } from "./registry_proxy.ts";
import { startRegistry } from "./registry_server.ts";
import { deathOf, type ServerProcess } from "./server_process.ts";

/** The ports and the data directory of a stack, and where to report progress. */
export interface StackOptions extends PortChoice, Claim, Patience {}

/** A running Kafka and schema registry. */
export interface Stack {
  /** Bootstrap addresses, as in KAFKA_BROKERS. */
  readonly brokers: string;
  /** The URL of the Confluent API, which is also at `confluentPath` under it. */
  readonly registryUrl: string;
  /** The broker's process. */
  readonly kafkaPid: number;
  /** The registry's process. */
  readonly registryPid: number;
  /** The jars of Kafka's console tools. */
  readonly classpath: string;
  /** Resolves with the reason when one of the two exits before stop() was called. */
  readonly death: Promise<FatalError>;
  /** Stops both. Resolves when they are gone. */
  readonly stop: () => Promise<void>;
}

/** Options of a stack with free ports and temporary data, which does not interfere with others. */
export const ephemeralStack: PortChoice & Claim = {
  kafkaPort: null,
  registryPort: null,
  ephemeral: true,
  fresh: false,
};

/** Starts both servers in parallel. If one fails, stops the other and throws FatalError. */
export async function startStack(options: StackOptions): Promise<Stack> {
  await checkJava();
  await using started = new AsyncDisposableStack();
  const ports = choosePorts(options);
  const proxy = serveRegistry(ports.registry, ports.apicurio);
  started.defer(() => proxy.shutdown());
  const home = projectPath(".stack");
  const libraries = await prepareLibraries(projectPath("stack/pom.xml"), `${home}/lib`, options);
  const directory = started.use(await claimDirectory(home, options));
  const [kafka, registry] = await startServers(libraries, ports, directory.path, options, started);
  const running = started.move();
  return {
    brokers: `127.0.0.1:${ports.kafka}`,
    registryUrl: `http://127.0.0.1:${ports.registry}`,
    kafkaPid: kafka.pid,
    registryPid: registry.pid,
    classpath: libraries.kafkaClasspath,
    death: Promise.race([deathOf(kafka), deathOf(registry)]),
    stop: () => running.disposeAsync(),
  };
}

async function startServers(
  { kafkaClasspath, registryJar }: Libraries,
  ports: Ports,
  directory: string,
  { signal, report }: Patience,
  started: AsyncDisposableStack,
): Promise<readonly [ServerProcess, ServerProcess]> {
  report("starting Kafka and the schema registry");
  const ending = new AbortController();
  const patience = { report, signal: AbortSignal.any([signal, ending.signal]) };
  const kafka = {
    classpath: kafkaClasspath,
    logConfig: projectPath("stack/log4j2.properties"),
    directory,
    port: ports.kafka,
    controllerPort: ports.controller,
  };
  const registry = { jar: registryJar, directory, port: ports.apicurio };
  const starts = [startKafka(kafka, patience), startRegistry(registry, patience)] as const;
  started.defer(async () => {
    // One may fail while the other is still starting; that one is stopped as well.
    ending.abort();
    await Promise.all(starts.map((start) => start.then((server) => server.stop(), () => {})));
  });
  return await Promise.all(starts);
}
