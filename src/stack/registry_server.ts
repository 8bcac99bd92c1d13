import { type Patience, untilReady } from "./readiness.ts";
import { type ServerProcess, startProcess } from "./server_process.ts";

/** The path of the Confluent API in the registry. */
export const confluentPath = "/apis/ccompat/v7";

/** Where the registry listens and keeps its data. */
export interface RegistrySettings {
  /** What `java -jar` runs. */
  readonly jar: string;
  /** Directory for its data and log. */
  readonly directory: string;
  /** Port of its whole API. The Confluent API is at `confluentPath`. */
  readonly port: number;
}

/** Starts an Apicurio registry that stores its schemas in a file, and waits until it answers. */
export async function startRegistry(
  settings: RegistrySettings,
  patience: Patience,
): Promise<ServerProcess> {
  const log = `${settings.directory}/registry.log`;
  const registry = startProcess("the registry", registryCommand(settings), log);
  await untilReady(registry, () => answers(settings.port), patience);
  return registry;
}

/** The command line of the registry. */
export function registryCommand({ jar, directory, port }: RegistrySettings): readonly string[] {
  return [
    "java",
    "-Xmx256m",
    // It serves few requests, so a quick start is worth more than compiled code.
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dquarkus.http.host=127.0.0.1",
    `-Dquarkus.http.port=${port}`,
    // Without the default delay of 0.5 s, a killed registry loses nothing that it acknowledged.
    `-Dquarkus.datasource.jdbc.url=jdbc:h2:file:${directory}/registry/schemas;WRITE_DELAY=0`,
    "-Dquarkus.datasource.jdbc.initial-size=1",
    "-Dquarkus.datasource.jdbc.min-size=1",
    // Schemas that differ only in white space are equal, as in Confluent's registry.
    "-Dregistry.ccompat.use-canonical-hash=true",
    // Apicurio would take LOG_LEVEL from the environment, where it is one of our settings.
    "-D%prod.quarkus.log.level=INFO",
    "-jar",
    jar,
  ];
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${confluentPath}/subjects`);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
