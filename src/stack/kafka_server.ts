import { FatalError } from "../errors.ts";
import { answersApiVersions } from "./api_versions.ts";
import { type KafkaSettings, serverProperties } from "./kafka_properties.ts";
import { readLogTail } from "./log_tail.ts";
import { type Patience, untilReady } from "./readiness.ts";
import { type ServerProcess, startProcess } from "./server_process.ts";

const defaultJavaOptions = ["-Xms256m", "-Xmx512m"];

/** Starts a broker and waits until it answers. Formats its data if there is none. */
export async function startKafka(
  settings: KafkaSettings,
  patience: Patience,
): Promise<ServerProcess> {
  const properties = `${settings.directory}/server.properties`;
  await Deno.writeTextFile(properties, serverProperties(settings));
  await format(settings, properties, patience.signal);
  return await restartKafka(settings, patience);
}

/** Starts the same broker again, with the settings and data from {@linkcode startKafka}. */
export async function restartKafka(
  settings: KafkaSettings,
  patience: Patience,
): Promise<ServerProcess> {
  const { directory, port, javaOptions = defaultJavaOptions } = settings;
  const java = ["java", ...javaOptions, ...javaArguments(settings)];
  const command = [...java, "kafka.Kafka", `${directory}/server.properties`];
  const kafka = startProcess("Kafka", command, `${directory}/kafka.log`);
  await untilReady(kafka, () => answersApiVersions(port), patience);
  return kafka;
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
  const command = [...java, ...tool, ...id, ...settings.formatOptions ?? []];
  const formatting = startProcess("Kafka's format", command, log);
  const { code } = await formatting.exited;
  await formatting.stop();
  signal.throwIfAborted();
  if (code === 0) return;
  throw new FatalError(
    `Kafka could not format its data:\n${await readLogTail(log)}`,
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
