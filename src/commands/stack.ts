import { ephemeralStack, startStack } from "../stack/stack.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { aborted, shutdownSignal } from "../terminal/shutdown.ts";
import { flag, integer } from "../terminal/option.ts";

const options = {
  kafkaPort: integer("PORT", "where Kafka listens", 29092, { min: 1, max: 65535 }),
  registryPort: integer("PORT", "where the registry listens", 8081, { min: 1, max: 65535 }),
  ephemeral: flag("take free ports, and remove the data at the end"),
  fresh: flag("remove the data of earlier times first"),
};

const command: Command<typeof options> = {
  name: "stack",
  summary: "Run a real Kafka and a real schema registry on this machine, without Docker.",
  options,
};

async function run(values: Values<typeof options>): Promise<number> {
  const signal = shutdownSignal();
  try {
    await runStack(values, signal);
  } catch (error) {
    // Whatever fails after Ctrl-C fails because of it: the terminal tells the servers as well.
    if (!signal.aborted) throw error;
  }
  return 0;
}

async function runStack(values: Values<typeof options>, signal: AbortSignal): Promise<void> {
  const place = values.ephemeral ? { ...ephemeralStack, fresh: values.fresh } : values;
  const stack = await startStack({ ...place, signal, report });
  try {
    console.log(`export KAFKA_BROKERS=${stack.brokers}`);
    console.log(`export SCHEMA_REGISTRY_URL=${stack.registryUrl}`);
    report("both are ready; Ctrl-C ends them");
    const death = await Promise.race([stack.death, aborted(signal)]);
    if (death) throw death;
  } finally {
    report("ending Kafka and the schema registry");
    await stack.stop();
  }
}

function report(line: string): void {
  try {
    console.error(line);
  } catch {
    // A closed terminal takes no more lines, and that must not keep the servers from ending.
  }
}

if (import.meta.main) await runCommand(command, run);
