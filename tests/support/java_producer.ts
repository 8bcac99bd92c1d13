import { javaTool } from "../../src/stack/java_tool.ts";
import type { Scene } from "./scene.ts";

/** The compression codecs of Kafka's protocol. */
export type Codec = "none" | "gzip" | "snappy" | "lz4" | "zstd";

const consoleProducer = "org.apache.kafka.tools.ConsoleProducer";

/**
 * Sends keyed texts without tabs and newlines with Java's producer, to the partitions that it chooses.
 */
export async function produceWithJava(
  { stack }: Scene,
  topic: string,
  records: readonly { readonly key: string; readonly value: string }[],
  codec: Codec = "none",
): Promise<void> {
  const args = [
    ...["--bootstrap-server", stack.brokers, "--topic", topic, "--compression-codec", codec],
    ...["--reader-property", "parse.key=true"],
  ];
  const child = javaTool(stack.classpath, consoleProducer, args, {
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const complaint = new Response(child.stderr).text();
  const lines = records.map(({ key, value }) => `${key}\t${value}\n`).join("");
  await new Blob([lines]).stream().pipeTo(child.stdin);
  if ((await child.status).success) return;
  throw new Error(`Java's console producer failed:\n${await complaint}`);
}
