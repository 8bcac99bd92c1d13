import { assert, assertEquals } from "@std/assert";
import { describeTopics, withAdmin } from "../../src/kafka/topics.ts";
import { topicNames } from "../../src/names.ts";
import type { Stack } from "../../src/stack/stack.ts";
import { KafkaCluster } from "../support/kafka_cluster.ts";
import { Newcomer } from "../versions/newcomer.ts";
import { CommitWatch, type Gap } from "./commit_watch.ts";

/** The results of a rolling restart under load. */
export interface RollingResult {
  readonly logins: number;
  readonly loginsPerSecond: number;
  /** No partition of the output progressed. */
  readonly longest: Gap;
  /** Some partition did not progress. */
  readonly longestOfOne: Gap;
  /** How long each broker was down, in seconds, and until its copies were in sync. */
  readonly restarts: readonly { readonly awaySeconds: number; readonly inSyncSeconds: number }[];
}

const processedTimeoutMs = 180_000;
const beforeMs = 5_000;

/**
 * Restarts three brokers in turn, each with SIGTERM and only after the copies of the last one are in
 * sync, while logins arrive at a steady rate. Throws unless every login that `generate` reports as
 * sent was there once, and had one fate.
 */
export async function rollingRestart(
  { classpath, registryUrl }: Pick<Stack, "classpath" | "registryUrl">,
  logins: number,
  loginsPerSecond: number,
  report: (line: string) => void,
): Promise<RollingResult> {
  await using cluster = await KafkaCluster.start({
    classpath,
    brokers: 3,
    properties: { "min.insync.replicas": "1" }, // Kafka's default, which create-topics improves
  });
  await using newcomer = new Newcomer({ brokers: cluster.bootstrap, registryUrl });
  await newcomer.run("create-topics");
  const names = Object.values(topicNames(newcomer.config));
  const described = await withAdmin(cluster.kafka, (admin) => describeTopics(admin, names));
  for (const name of names) assertEquals(described.get(name)?.minInSyncReplicas, 2, name);
  await newcomer.run("register-schemas");
  await newcomer.start();
  const { output } = topicNames(newcomer.config);
  await using watch = new CommitWatch({ classpath, brokers: cluster.bootstrap }, output);
  await watch.begin();
  let isSending = true;
  const words = ["--count", `${logins}`, "--rate", `${loginsPerSecond}`];
  const sending = newcomer.run("generate", ...words, "--avro", "0.5", "--bad", "0.02")
    .finally(() => isSending = false);
  sending.catch(() => {}); // rethrown where it is awaited
  await new Promise((resolve) => setTimeout(resolve, beforeMs));
  const restarts = [];
  for (const broker of cluster.brokers) {
    report(`broker ${broker.id} is restarted`);
    const startMs = performance.now();
    await broker.stop();
    await broker.start();
    const awaySeconds = (performance.now() - startMs) / 1000;
    await cluster.inSync();
    restarts.push({ awaySeconds, inSyncSeconds: (performance.now() - startMs) / 1000 });
  }
  assert(isSending, "generate ended before the restarts did: give a higher --logins");
  report("all brokers are back; the rest of the logins is sent and processed");
  await sending;
  await newcomer.processed(processedTimeoutMs);
  const { longest, longestOfOne } = watch;
  const { totals, notChecked } = await newcomer.audit();
  assertEquals([totals.input, totals.waiting, notChecked], [logins, 0, []]);
  return { logins, loginsPerSecond, longest, longestOfOne, restarts };
}
