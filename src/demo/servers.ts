import { FatalError } from "../errors.ts";
import {
  consoleConsumerArguments,
  consoleRecords,
  readWithJava,
} from "../stack/console_consumer.ts";
import type { ConsoleRecord } from "../stack/console_record.ts";
import { checkJava } from "../stack/java.ts";
import type { ToolStreams } from "../stack/java_tool.ts";
import { prepareLibraries } from "../stack/libraries.ts";
import { isPortFree } from "../stack/port.ts";
import { projectPath } from "../stack/project_path.ts";
import { ephemeralStack, startStack } from "../stack/stack.ts";
import type { Addresses } from "./child.ts";

/** A Kafka and a registry for the demo, with Java's console consumer to read it. */
export interface Servers extends Addresses, AsyncDisposable {
  readonly description: string;
  /** The committed records of a topic as Java's console consumer prints them. */
  readonly readTopic: (topic: string) => AsyncIterable<ConsoleRecord>;
}

/** The demo's environment: given addresses, and where to report progress. */
export interface Surroundings {
  /** From KAFKA_BROKERS and SCHEMA_REGISTRY_URL; null if neither is set. */
  readonly given: Addresses | null;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** Java's consumer also counts the time until its first record, which a busy machine makes long. */
const idleMs = 5_000;

const threeWays = "install Java 17 and Maven, or Docker with compose, or set KAFKA_BROKERS and " +
  "SCHEMA_REGISTRY_URL to a Kafka and a registry of your own";

/** The first option that works: the given addresses, the local stack, or containers. */
export async function findServers(surroundings: Surroundings): Promise<Servers> {
  if (surroundings.given !== null) return await givenServers(surroundings.given, surroundings);
  if (await hasTool("java")) return await stackServers(surroundings);
  if (await hasTool("docker")) return await composeServers(surroundings);
  throw new FatalError("The demo needs Kafka, but found no way to run it", threeWays);
}

async function givenServers(given: Addresses, { signal, report }: Surroundings): Promise<Servers> {
  await checkJava();
  const pom = projectPath("stack/pom.xml");
  const libraries = await prepareLibraries(pom, projectPath(".stack/lib"), { signal, report });
  return {
    ...given,
    description: "your own Kafka",
    readTopic: javaReader(libraries.kafkaClasspath, given.brokers),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function stackServers({ signal, report }: Surroundings): Promise<Servers> {
  const ports = {
    kafkaPort: isPortFree(29092) ? 29092 : null,
    registryPort: isPortFree(8081) ? 8081 : null,
  };
  const stack = await startStack({ ...ephemeralStack, ...ports, signal, report });
  return {
    brokers: stack.brokers,
    registryUrl: stack.registryUrl,
    description: "a local stack",
    readTopic: javaReader(stack.classpath, stack.brokers),
    [Symbol.asyncDispose]: () => stack.stop(),
  };
}

async function composeServers({ report }: Surroundings): Promise<Servers> {
  report("starting Kafka and the registry as containers (docker compose up --wait)");
  const up = ["up", "--detach", "--wait", "kafka", "schema-registry"];
  const { success } = await compose(up, { stdout: "inherit", stderr: "inherit" }).output();
  if (!success) throw new FatalError("docker compose could not start Kafka", threeWays);
  return {
    brokers: "localhost:29092",
    registryUrl: "http://localhost:8081",
    description: "containers",
    readTopic: composeReader,
    [Symbol.asyncDispose]: async () => {
      await compose(["down"], { stdout: "null", stderr: "null" }).output();
    },
  };
}

function javaReader(classpath: string, brokers: string): Servers["readTopic"] {
  return (topic) => readWithJava({ classpath, brokers, topic, idleMs });
}

function composeReader(topic: string): AsyncIterable<ConsoleRecord> {
  const consumer = "/opt/kafka/bin/kafka-console-consumer.sh";
  const reading = consoleConsumerArguments({ brokers: "kafka:9092", topic, idleMs });
  const args = ["exec", "-T", "kafka", consumer, ...reading];
  return consoleRecords(compose(args, { stdout: "piped", stderr: "piped" }));
}

function compose(args: readonly string[], streams: ToolStreams): Deno.Command {
  const cwd = projectPath("");
  return new Deno.Command("docker", { ...streams, args: ["compose", ...args], cwd, stdin: "null" });
}

async function hasTool(name: string): Promise<boolean> {
  try {
    await new Deno.Command(name, { args: ["--version"], stdout: "null", stderr: "null" }).output();
    return true;
  } catch {
    return false;
  }
}
