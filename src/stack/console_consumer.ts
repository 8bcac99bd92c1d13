import { type ConsoleRecord, parseConsoleRecord, unambiguousFormat } from "./console_record.ts";
import { javaTool } from "./java_tool.ts";

const consoleConsumer = "org.apache.kafka.tools.consumer.ConsoleConsumer";

/** Which records to read, and when to stop. */
export interface ConsoleReading {
  /** Kafka's jars, as a Stack names them. */
  readonly classpath: string;
  /** Where to begin, as KAFKA_BROKERS has it. */
  readonly brokers: string;
  /** The topic, all of its partitions. */
  readonly topic: string;
  /** Ends when nothing more has come for this long. */
  readonly idleMs: number;
  /** Ends earlier, after so many records. */
  readonly limit?: number;
  /** Committed records alone unless told otherwise. */
  readonly isolation?: "read_committed" | "read_uncommitted";
}

/**
 * The committed records of a topic from its beginning, as Java's own client sees them: a reader
 * that shares no line of code with the processor.
 */
export function readWithJava(reading: ConsoleReading): AsyncGenerator<ConsoleRecord> {
  const args = consoleConsumerArguments(reading);
  const streams = { stdin: "null", stdout: "piped", stderr: "piped" } as const;
  return consoleRecords(javaTool(reading.classpath, consoleConsumer, args, streams));
}

/** Runs a console consumer, wherever its Java is, and reads what it prints. */
export async function* consoleRecords(tool: Deno.Command): AsyncGenerator<ConsoleRecord> {
  await using process = tool.spawn();
  const complaint = new Response(process.stderr).text();
  for await (const line of lines(process.stdout)) yield parseConsoleRecord(line);
  const { success } = await process.status;
  if (!success) throw new Error(`Java's console consumer failed:\n${await complaint}`);
  await complaint;
}

/**
 * The console consumer's arguments as Kafka 4.3 has them: `--formatter-property` stands for the
 * deprecated `--property`, and what its help calls `header.deserializer` is `headers.deserializer`.
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
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}
