import { readWithJava } from "../../src/stack/console_consumer.ts";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import type { Scene } from "./scene.ts";

const markerHeader = "end-of-reading";
const idleMs = 60_000;

/**
 * All that a topic holds, as Java's console consumer sees it; in order within each partition.
 *
 * Reading ends at a marker written to each partition for this purpose: a reader that gives up when
 * nothing comes for a while takes a slow machine for an empty topic. The marker is a tombstone under
 * the empty key, which no stage and no table takes notice of, and a read_committed reader gets it
 * only when every transaction before it is over.
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
