import { type ConsoleRecord, parseConsoleRecord, unambiguousFormat } from "./console_record.ts";
import { javaTool } from "./java_tool.ts";

const consoleConsumer = "org.apache.kafka.tools.consumer.ConsoleConsumer";

/** Which records to read, and when to stop. */
export interface ConsoleReading {
  /** Kafka's jars, as a Stack names them. */
  readonly classpath: string;
  /** Bootstrap addresses, as in KAFKA_BROKERS. */
  readonly brokers: string;
  /** The topic, all of its partitions. */
  readonly topic: string;
  /** Stops after no record has arrived for this long. */
  readonly idleMs: number;
  /** Stops after this many records. */
  readonly limit?: number;
  /** `read_committed` by default. */
  readonly isolation?: "read_committed" | "read_uncommitted";
}

/**
 * The committed records of a topic from its beginning, read with Java's client, which shares no code
 * with the processor.
 */
export function readWithJava(reading: ConsoleReading): AsyncGenerator<ConsoleRecord> {
  const args = consoleConsumerArguments(reading);
  const streams = { stdin: "null", stdout: "piped", stderr: "piped" } as const;
  return consoleRecords(javaTool(reading.classpath, consoleConsumer, args, streams));
}

/** Runs a console consumer command and reads its output. */
export async function* consoleRecords(tool: Deno.Command): AsyncGenerator<ConsoleRecord> {
  await using process = tool.spawn();
  const complaint = new Response(process.stderr).text();
  for await (const line of lines(process.stdout)) yield parseConsoleRecord(line);
  const { success } = await process.status;
  if (!success) throw new Error(`Java's console consumer failed:\n${await complaint}`);
  await complaint;
}

/**
 * The console consumer's arguments for Kafka 4.3: `--formatter-property` replaces the deprecated
 * `--property`, and the property is `headers.deserializer`, although the help says
 * `header.deserializer`.
 */
export function consoleConsumerArguments(
  reading: Omit<ConsoleReading, "classpath">,
): readonly string[] {
  const { brokers, topic, idleMs, limit, isolation = "read_committed" } = reading;
  return [
    ...["--bootstrap-server", brokers, "--topic", topic, "--from-beginning"],
    ...["--isolation-level", isolation, "--timeout-ms", String(idleMs)],
    ...(limit === undefined ? [] : ["--max-messages", String(limit)]),
    ...unambiguousFormat.flatMap((property) => ["--formatter-property", property]),
  ];
}

async function* lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let unfinished = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (unfinished + text).split("\n");
    unfinished = parts.pop() ?? "";
    yield* parts;
  }
}
