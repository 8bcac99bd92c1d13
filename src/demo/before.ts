import type { ClusterClient } from "../kafka/cluster.ts";
import { endsOf, readTopic } from "../kafka/ranges.ts";
import type { TopicNames } from "../names.ts";
import { CountTable } from "../terminal/count_table.ts";
import type { RecordReader } from "../terminal/record_reader.ts";

/** What came into a topic from certain offsets on. */
export interface TopicPart {
  readonly topic: string;
  readonly from: readonly number[];
}

/** How things stood when the demo began; on a Kafka of one's own it is not the first. */
export interface Before {
  readonly input: TopicPart;
  readonly output: TopicPart;
  readonly deadLetters: TopicPart;
  /** The all-time counts by locale. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Looks at all topics before anything is sent. */
export async function lookBefore(
  cluster: ClusterClient,
  names: TopicNames,
  reader: RecordReader,
): Promise<Before> {
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
