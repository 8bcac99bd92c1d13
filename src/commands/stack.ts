import { startStack } from "../stack/stack.ts";
import { type Command, runCommand, type Values } from "./command.ts";
import { flag, integer } from "./option.ts";

const options = {
  kafkaPort: integer("PORT", "where Kafka listens", 29092, { min: 1, max: 65535 }),
  registryPort: integer("PORT", "where the registry listens", 8081, { min: 1, max: 65535 }),
  ephemeral: flag("free ports, and data that is removed at the end"),
  fresh: flag("start without the data of the last time"),
};

/** Runs a real Kafka and a real registry on this machine until it is told to end. */
export const command: Command<typeof options> = {
  name: "stack",
  summary: "Run a real Kafka and a real schema registry on this machine, without Docker.",
  options,
};

const signals: readonly Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

async function run(values: Values<typeof options>): Promise<number> {
  const interruption = new AbortController();
  const interrupted = new Promise<null>((resolve) => {
    interruption.signal.addEventListener("abort", () => resolve(null));
  });
  for (const signal of signals) Deno.addSignalListener(signal, () => interruption.abort());
  try {
    const stack = await startStack({
      ...values,
      ...(values.ephemeral ? { kafkaPort: null, registryPort: null } : {}),
      signal: interruption.signal,
      report: (line) => console.error(line),
    });
    console.log(`export KAFKA_BROKERS=${stack.brokers}`);
    console.log(`export SCHEMA_REGISTRY_URL=${stack.registryUrl}`);
    console.error("both answer; Ctrl-C ends them");
    const death = await Promise.race([stack.death, interrupted]);
    console.error("ending Kafka and the registry");
    await stack.stop();
    if (death !== null && !interruption.signal.aborted) throw death;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
  }
  return 0;
}

if (import.meta.main) await runCommand(command, run);
