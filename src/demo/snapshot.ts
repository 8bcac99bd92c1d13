import type { ClusterClient } from "../kafka/cluster.ts";
import { endsOf, readTopic } from "../kafka/ranges.ts";
import type { TopicNames } from "../names.ts";
import { CountTable } from "../terminal/count_table.ts";
import type { RecordReader } from "../terminal/record_reader.ts";

/** The part of a topic after certain offsets. */
export interface TopicPart {
  readonly topic: string;
  readonly from: readonly number[];
}

/** The state of the topics when the demo started: on the user's own Kafka they may not be empty. */
export interface Snapshot {
  readonly input: TopicPart;
  readonly output: TopicPart;
  readonly deadLetters: TopicPart;
  /** The all-time counts by locale. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Records the ends of all topics and the counts, before the demo sends anything. */
export async function takeSnapshot(
  cluster: ClusterClient,
  names: TopicNames,
  reader: RecordReader,
): Promise<Snapshot> {
  const partOf = async (topic: string) => ({ topic, from: await endsOf(cluster, topic) });
  const table = new CountTable();
  const range = { fromBeginning: true, follow: false };
  for await (const record of readTopic(cluster, names.counts, range)) {
    table.take(await reader.read(record));
  }
  return {
    input: await partOf(names.input),
    output: await partOf(names.output),
    deadLetters: await partOf(names.deadLetters),
    counts: table.allTime(),
  };
}
