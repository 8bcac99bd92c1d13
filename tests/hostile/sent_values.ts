import { inputMessage } from "../support/input_value.ts";
import type { Scene } from "../support/scene.ts";
import { canary } from "./base_login.ts";
import { hostileValues } from "./corpus.ts";
import type { HostileValue } from "./hostile_value.ts";
import type { KnownSchemas } from "./known_schemas.ts";

const partitions = 4;
const batchBytes = 2_000_000;
const topicBytes = 8_000_000;
const topicResource = 2;

/** The position of a record in the input topic. */
export type Source = `${number}/${number | bigint}`;

/** Sends the corpus to the input topic, with canaries in keys and headers, too. */
export async function sendHostileValues(
  scene: Scene,
  schemas: KnownSchemas,
): Promise<ReadonlyMap<Source, HostileValue>> {
  await takeLargeValues(scene);
  const sent = new Map<Source, HostileValue>();
  let batch: HostileValue[] = [];
  let [bytes, partition] = [0, 0];
  const ends = Array<number>(partitions).fill(0);
  const send = async () => {
    for (const value of batch) sent.set(`${partition}/${ends[partition]!++}`, value);
    const to = { key: `${canary}-key`, headers: { [canary]: `${canary}-header` }, partition };
    const messages = batch.map(({ value }) => inputMessage({ value, ...to }));
    await scene.producer.send({ topic: scene.topics.input, messages, acks: -1 });
    [batch, bytes, partition] = [[], 0, (partition + 1) % partitions];
  };
  for (const value of hostileValues(schemas)) {
    batch.push(value);
    bytes += value.value?.length ?? 0;
    if (bytes >= batchBytes) await send();
  }
  await send();
  return sent;
}

/** Lets the input topic accept values larger than MAX_VALUE_BYTES. */
async function takeLargeValues({ admin, topics }: Scene): Promise<void> {
  const configEntries = [{ name: "max.message.bytes", value: String(topicBytes) }];
  const resources = [{ type: topicResource, name: topics.input, configEntries }];
  await admin.alterConfigs({ validateOnly: false, resources });
}
