import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import { auditRecords } from "../support/audit.ts";
import type { Scene } from "../support/scene.ts";
import type { TopicReader } from "../support/topic_reader.ts";

const lastLogins = 200;
const processedTimeoutMs = 180_000;

/**
 * What has to hold after any fault: the pipeline goes on by itself, everything is processed, and
 * each input record had one fate, as a reader saw that watched during the fault. Gives back how many
 * input records there were.
 */
export async function proveAll(scene: Scene, reader: TopicReader): Promise<number> {
  if (scene.processors.every(({ hasEnded }) => hasEnded)) await scene.started();
  await scene.generate(lastLogins);
  await scene.processed(processedTimeoutMs);
  const { topics } = scene;
  const [input, output, deadLetters] = await Promise.all([
    readToEnd(scene, reader, topics.input),
    readToEnd(scene, reader, topics.output),
    readToEnd(scene, reader, topics.deadLetters),
  ]);
  await auditRecords(scene, { input, output, deadLetters });
  return input.length;
}

async function readToEnd(
  scene: Scene,
  reader: TopicReader,
  topic: string,
): Promise<readonly ConsoleRecord[]> {
  return await reader.readTo(topic, await scene.ends(topic));
}
