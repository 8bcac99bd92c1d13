import { FatalError } from "../src/errors.ts";
import type { ClusterClient } from "../src/kafka/cluster.ts";
import { endsOf } from "../src/kafka/ranges.ts";
import { schemaIdOf } from "../src/pipeline/frame.ts";
import { type Command, runCommand, type Values } from "../src/terminal/command.ts";
import { integer, text } from "../src/terminal/option.ts";
import { Arrivals } from "./arrivals.ts";
import { Ground } from "./ground.ts";
import type { Load } from "./load.ts";
import { pause } from "./pause.ts";

const options = {
  brokers: text("HOST:PORT", "where Kafka is", ""),
  registry: text("URL", "where the registry is", ""),
  topic: text("TOPIC", "where enriched logins come", ""),
  schemaId: integer("ID", "of enriched logins", 0),
} as const;

const command: Command<typeof options> = {
  name: "bench:reader",
  summary:
    "Reads a topic at read_committed and notes when what arrives; standard input then tells " +
    "which records count, and standard output gets the percentiles.",
  options,
};

const patienceMs = 60_000;
const pollMs = 50;

async function run(values: Values<typeof options>): Promise<number> {
  const addresses = { brokers: values.brokers, registryUrl: values.registry };
  await using ground = await Ground.open(addresses, 0);
  const cluster = await ground.cluster();
  const arrivals = new Arrivals();
  const from = new Map((await endsOf(cluster, values.topic)).entries());
  follow(cluster, values, from, arrivals).catch((error) => {
    console.error(error);
    Deno.exit(1);
  });
  console.log("ready");
  const load: Load = JSON.parse(await new Response(Deno.stdin.readable).text());
  const deadlineMs = performance.now() + patienceMs;
  while (arrivals.countOf(load) < load.androids) {
    if (performance.now() > deadlineMs) {
      const missing = load.androids - arrivals.countOf(load);
      throw new FatalError(`${missing} records did not arrive`, "see the log of the contestant");
    }
    await pause(pollMs);
  }
  console.log(JSON.stringify(arrivals.latencies(load)));
  return 0;
}

async function follow(
  cluster: ClusterClient,
  { topic, schemaId }: Values<typeof options>,
  from: ReadonlyMap<number, number>,
  arrivals: Arrivals,
): Promise<void> {
  for await (const { records } of cluster.read(topic, new Map(from))) {
    const nowMs = Date.now();
    for (const { value, timestamp } of records) {
      if (value !== null && schemaIdOf(value) === schemaId) arrivals.add(Number(timestamp), nowMs);
    }
  }
}

if (import.meta.main) await runCommand(command, run);
