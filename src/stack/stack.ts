import { FatalError } from "../errors.ts";
import { checkJava } from "./java.ts";
import { startKafka } from "./kafka_server.ts";
import { type Libraries, prepareLibraries } from "./libraries.ts";
import { checkPort, freePort } from "./port.ts";
import type { Patience } from "./readiness.ts";
import { serveRegistry } from "./registry_proxy.ts";
import { startRegistry } from "./registry_server.ts";
import { deathOf, type ServerProcess } from "./server_process.ts";

/** What a stack is to be. */
export interface StackOptions {
  /** Null for any free port. */
  readonly kafkaPort: number | null;
  readonly registryPort: number | null;
  /** Uses a directory of its own and removes it at the end. */
  readonly ephemeral: boolean;
  /** Starts without the data of the last time. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** A Kafka and a schema registry that answer. */
export interface Stack {
  readonly brokers: string;
  readonly registryUrl: string;
  readonly kafkaPid: number;
  readonly registryPid: number;
  /** The jars of Kafka's console tools. */
  readonly classpath: string;
  /** Resolves with the reason when one of the two ends that nobody stopped. */
  readonly death: Promise<FatalError>;
  /** Resolves when both are gone. */
  readonly stop: () => Promise<void>;
}

interface Servers {
  readonly kafka: ServerProcess;
  readonly registry: ServerProcess;
}

interface Ports {
  readonly kafka: number;
  readonly controller: number;
  readonly registry: number;
  readonly apicurio: number;
}

const root = new URL("../../", import.meta.url).pathname;
const home = `${root}.stack`;

/** A free port each, and data that is gone afterwards: what a test wants. */
export const ephemeral = { kafkaPort: null, registryPort: null, ephemeral: true, fresh: false };

/** Starts both servers side by side; throws a FatalError, with none left, when one does not come. */
export async function startStack(options: StackOptions): Promise<Stack> {
  await checkJava();
  const ports = choosePorts(options);
  const pom = `${root}stack/pom.xml`;
  const libraries = await prepareLibraries(pom, `${home}/lib`, options.report, options.signal);
  const directory = await prepareDirectory(options);
  const servers = await startBoth(libraries, ports, directory, options);
  const proxy = serveRegistry(ports.registry, ports.apicurio);
  return {
    brokers: `127.0.0.1:${ports.kafka}`,
    registryUrl: `http://127.0.0.1:${ports.registry}`,
    kafkaPid: servers.kafka.pid,
    registryPid: servers.registry.pid,
    classpath: libraries.kafkaClasspath,
    death: Promise.race([deathOf(servers.kafka), deathOf(servers.registry)]),
    stop: async () => {
      await Promise.all([proxy.shutdown(), servers.kafka.stop(), servers.registry.stop()]);
      if (options.ephemeral) await Deno.remove(directory, { recursive: true });
    },
  };
}

function choosePorts({ kafkaPort, registryPort }: StackOptions): Ports {
  if (kafkaPort !== null) checkPort(kafkaPort, "Kafka", "--kafka-port");
  if (registryPort !== null) checkPort(registryPort, "the registry", "--registry-port");
  return {
    kafka: kafkaPort ?? freePort(),
    controller: freePort(),
    registry: registryPort ?? freePort(),
    apicurio: freePort(),
  };
}

async function prepareDirectory({ ephemeral, fresh }: StackOptions): Promise<string> {
  await Deno.mkdir(home, { recursive: true });
  if (ephemeral) return await Deno.makeTempDir({ dir: home, prefix: "ephemeral-" });
  const directory = `${home}/data`;
  if (fresh) await Deno.remove(directory, { recursive: true }).catch(() => {});
  await Deno.mkdir(directory, { recursive: true });
  return directory;
}

async function startBoth(
  libraries: Libraries,
  ports: Ports,
  directory: string,
  options: StackOptions,
): Promise<Servers> {
  options.report("starting Kafka and the registry");
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const patience: Patience = { signal, report: options.report };
  const starts = [
    startKafka({
      classpath: libraries.kafkaClasspath,
      logConfig: `${root}stack/log4j2.properties`,
      directory,
      port: ports.kafka,
      controllerPort: ports.controller,
    }, patience),
    startRegistry({ jar: libraries.registryJar, directory, port: ports.apicurio }, patience),
  ] as const;
  try {
    const [kafka, registry] = await Promise.all(starts);
    return { kafka, registry };
  } catch (error) {
    failure.abort();
    for (const start of await Promise.allSettled(starts)) {
      if (start.status === "fulfilled") await start.value.stop();
    }
    if (options.ephemeral) await Deno.remove(directory, { recursive: true });
    throw error;
  }
}
