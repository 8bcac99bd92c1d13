import { readWithJava } from "../../src/stack/console_consumer.ts";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import type { Scene } from "./scene.ts";

const markerHeader = "end-of-reading";
const idleMs = 60_000;

/**
 * All records of a topic, as Java's console consumer sees them; in order within each partition.
 *
 * Reading ends at a marker that is written to each partition for this purpose. A reader that gives up
 * after a while without records would take a slow machine for an empty topic. The marker is a
 * tombstone with the empty key, which every stage and table ignores, and a read_committed reader gets
 * it only when every transaction before it has ended.
 */
export async function readWithJavaToEnd(
  scene: Scene,
  topic: string,
  isolation: "read_committed" | "read_uncommitted" = "read_committed",
): Promise<ConsoleRecord[]> {
  const nonce = crypto.randomUUID();
  const unfinished = await writeMarkers(scene, topic, nonce);
  const { classpath, brokers } = scene.stack;
  const records: ConsoleRecord[] = [];
  for await (const record of readWithJava({ classpath, brokers, topic, idleMs, isolation })) {
    if (!unfinished.has(record.partition)) continue;
    const marker = markerOf(record);
    if (marker === null) records.push(record);
    else if (marker === nonce) unfinished.delete(record.partition);
    if (unfinished.size === 0) return records;
  }
  throw new Error(`Java's console consumer did not reach the end of ${topic}`);
}

async function writeMarkers(scene: Scene, topic: string, nonce: string): Promise<Set<number>> {
  const partitions = await scene.admin.fetchTopicOffsets(topic);
  const messages = partitions.map(({ partition }) => ({
    partition,
    key: Buffer.alloc(0),
    value: null,
    headers: { [markerHeader]: nonce },
  }));
  await scene.producer.send({ topic, messages, acks: -1 });
  return new Set(messages.map(({ partition }) => partition));
}

function markerOf({ headers }: ConsoleRecord): string | null {
  const value = headers.find(([name]) => name === markerHeader)?.[1];
  return value ? new TextDecoder().decode(value) : null;
}
