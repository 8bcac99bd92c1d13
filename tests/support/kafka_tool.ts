import { javaTool } from "../../src/stack/java_tool.ts";
import type { Scene } from "./scene.ts";

const mainClasses = {
  "kafka-configs": "kafka.admin.ConfigCommand",
  "kafka-consumer-groups": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
  "kafka-leader-election": "org.apache.kafka.tools.LeaderElectionCommand",
} as const;

/** Runs one of Kafka's tools with an operator's arguments; throws if it fails. */
export async function kafkaTool(
  { stack }: Scene,
  tool: keyof typeof mainClasses,
  ...words: readonly string[]
): Promise<string> {
  const args = ["--bootstrap-server", stack.brokers, ...words];
  const streams = { stdin: "null", stdout: "piped", stderr: "piped" } as const;
  const { success, stdout, stderr } = await javaTool(
    stack.classpath,
    mainClasses[tool],
    args,
    streams,
  ).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`${tool} failed:\n${text.decode(stdout)}${text.decode(stderr)}`);
  return text.decode(stdout);
}
