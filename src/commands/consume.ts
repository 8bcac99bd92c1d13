import { FatalError, UsageError } from "../errors.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { quietLog } from "../kafka/quiet_log.ts";
import { readTopic } from "../kafka/ranges.ts";
import { topicNames } from "../names.ts";
import { RegistryClient } from "../registry/client.ts";
import { type Config, readConfig } from "../settings/config.ts";
import { kafkaSettings, registrySettings } from "../setup/connections.ts";
import { reachingKafka } from "../setup/start_checks.ts";
import { waitFor } from "../setup/waiting.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { CountTable } from "../terminal/count_table.ts";
import { choice, flag, integer, text } from "../terminal/option.ts";
import { RecordReader } from "../terminal/record_reader.ts";
import { say } from "../terminal/standard_error.ts";
import { print, tell } from "../terminal/standard_output.ts";
import { visibleJson } from "../visible.ts";

const types = ["EnrichedLogin", "LocaleCount"] as const;

const options = {
  topic: text("TOPIC", "topic to read; the output topic, or the counts with --table", null),
  type: choice(types, "only records of this type", null),
  fromBeginning: flag("read existing records, not only new ones"),
  follow: flag("keep reading at the end; the default without --from-beginning"),
  limit: integer("N", "stop after N records", null, { min: 1 }),
  table: flag("print the latest counts as a table"),
} as const;

const command: Command<typeof options> = {
  name: "consume",
  summary:
    "Reads a topic like a downstream consumer: committed records only, decoded by schema id.",
  options,
};

/** Prints records as JSON lines, or counts as a table, and returns the exit code. */
async function run(values: Values<typeof options>): Promise<number> {
  if (values.table && values.follow) {
    throw new UsageError("--table shows the current counts only: omit --follow");
  }
  const config = readConfig();
  const names = topicNames(config);
  const topic = values.topic ?? (values.table ? names.counts : names.output);
  const reader = new RecordReader(new RegistryClient(registrySettings(config)));
  const cluster = await connect(config);
  if (await cluster.partitionCount(topic) === 0) {
    throw new FatalError(
      `Cannot read: topic ${topic} does not exist`,
      "run: deno task create-topics",
    );
  }
  try {
    if (values.table) await printTable(cluster, reader, topic);
    else await printRecords(cluster, reader, topic, values);
    return 0;
  } finally {
    await cluster.disconnect();
  }
}

async function printRecords(
  cluster: ClusterClient,
  reader: RecordReader,
  topic: string,
  values: Values<typeof options>,
): Promise<void> {
  const { fromBeginning, limit } = values;
  const follow = values.follow || !fromBeginning;
  let printed = 0;
  for await (const record of readTopic(cluster, topic, { fromBeginning, follow })) {
    const readable = await reader.read(record);
    if (values.type !== null && readable.type !== values.type) continue;
    if (!await print(`${visibleJson(readable)}\n`) || ++printed === limit) return;
  }
}

async function printTable(
  cluster: ClusterClient,
  reader: RecordReader,
  topic: string,
): Promise<void> {
  const table = new CountTable();
  const range = { fromBeginning: true, follow: false };
  for await (const record of readTopic(cluster, topic, range)) {
    table.take(await reader.read(record));
  }
  tell(table.toString());
}

async function connect(config: Config): Promise<ClusterClient> {
  await loadKafkajs();
  const patience = {
    ...reachingKafka(config),
    timeoutSeconds: 30,
    report: (line: string) => say(line),
  };
  return await waitFor(patience, () => ClusterClient.connect(kafkaSettings(config, quietLog)));
}

if (import.meta.main) await runCommand(command, run);
