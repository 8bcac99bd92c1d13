import { Demo } from "../demo/demo.ts";
import { ProcessorChild } from "../demo/child.ts";
import { findPlace, type Place } from "../demo/place.ts";
import { isProven, summaryOf } from "../demo/summary.ts";
import { readConfig } from "../config.ts";
import { type Command, runCommand, type Values } from "./command.ts";
import { integer } from "./option.ts";

const options = {
  count: integer("N", "how many logins to send", 20_000, { min: 4, max: 2_000_000 }),
} as const;

/** `deno task demo`. */
export const command: Command<typeof options> = {
  name: "demo",
  summary: "Shows everything at once: finds or starts Kafka and a registry, sends logins, " +
    "processes them, and proves the result with Java's console consumer.",
  options,
};

const logPath = ".stack/demo-processor.log";

/** Runs the demo and gives the exit code: 0 when the topics hold exactly what they should. */
export async function run({ count }: Values<typeof options>): Promise<number> {
  const report = (line: string) => console.error(line);
  const { signal, ended } = untilSignal();
  await using place = await findPlace({ given: givenAddresses(), signal, report });
  report(`using ${place.description}: Kafka at ${place.brokers}, registry at ${place.registryUrl}`);
  const demo = await Demo.prepare({ place, count, signal, report });
  await using processor = new ProcessorChild(place, logPath);
  const result = await demo.run(processor);
  console.log(`\n${summaryOf(result)}`);
  if (Deno.stdout.isTerminal() && isProven(result)) await stayUp(place, ended);
  await demo.disconnect();
  return isProven(result) ? 0 : 1;
}

function givenAddresses() {
  const { brokers, registryUrl } = readConfig();
  const isGiven = Deno.env.has("KAFKA_BROKERS") || Deno.env.has("SCHEMA_REGISTRY_URL");
  return isGiven ? { brokers: brokers.join(","), registryUrl } : null;
}

async function stayUp(place: Place, ended: Promise<void>): Promise<void> {
  console.log(`
Kafka, the registry and the processor stay up until Ctrl-C. In another terminal:

  export KAFKA_BROKERS=${place.brokers} SCHEMA_REGISTRY_URL=${place.registryUrl}
  deno task generate --rate 100 --count 0
  deno task consume --type LocaleCount
  deno task consume --table`);
  await ended;
}

function untilSignal(): { signal: AbortSignal; ended: Promise<void> } {
  const controller = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  controller.signal.addEventListener("abort", () => resolve());
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(name, () => controller.abort());
  }
  return { signal: controller.signal, ended };
}

if (import.meta.main) await runCommand(command, run);
