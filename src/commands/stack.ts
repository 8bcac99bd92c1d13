import { ephemeralStack, startStack } from "../stack/stack.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { flag, integer } from "../terminal/option.ts";
import { aborted, shutdownSignal } from "../terminal/shutdown.ts";

const options = {
  kafkaPort: integer("PORT", "port of Kafka", 29092, { min: 1, max: 65535 }),
  registryPort: integer("PORT", "port of the registry", 8081, { min: 1, max: 65535 }),
  ephemeral: flag("use free ports, and delete the data at the end"),
  fresh: flag("delete the data of earlier runs first"),
};

const command: Command<typeof options> = {
  name: "stack",
  summary: "Runs a real Kafka and a real schema registry on this machine, without Docker.",
  options,
};

async function run(values: Values<typeof options>): Promise<number> {
  const signal = shutdownSignal();
  try {
    await runStack(values, signal);
  } catch (error) {
    // Any failure after Ctrl-C is its result: the terminal sends the signal to the servers as well.
    if (!signal.aborted) throw error;
  }
  return 0;
}

async function runStack(values: Values<typeof options>, signal: AbortSignal): Promise<void> {
  const options = values.ephemeral ? { ...ephemeralStack, fresh: values.fresh } : values;
  const stack = await startStack({ ...options, signal, report });
  try {
    console.log(`export KAFKA_BROKERS=${stack.brokers}`);
    console.log(`export SCHEMA_REGISTRY_URL=${stack.registryUrl}`);
    report("both are ready; press Ctrl-C to stop them");
    const death = await Promise.race([stack.death, aborted(signal)]);
    if (death) throw death;
  } finally {
    report("stopping Kafka and the schema registry");
    await stack.stop();
  }
}

function report(line: string): void {
  try {
    console.error(line);
  } catch {
    // Writing to a closed terminal fails, and that must not prevent the servers from being stopped.
  }
}

if (import.meta.main) await runCommand(command, run);
