import type { ByteReader } from "./byte_reader.ts";
import { request, writeTopic } from "./flexible_request.ts";
import type { ProtocolRequest } from "./protocol_request.ts";

/** The producers that have an open transaction in a partition. */
export interface PartitionProducers {
  readonly partition: number;
  readonly code: number;
  readonly open: readonly bigint[];
}

/** Requests the active producers of partitions from their leader (KIP-664). */
export function describeProducers(
  topic: string,
  partitions: readonly number[],
): ProtocolRequest<PartitionProducers[]> {
  return request(
    "DescribeProducers",
    (body) => body.compactArray([topic], () => writeTopic(body, topic, partitions)),
    (answer) => answer.compactArray(readTopic).flat(),
  );
}

function readTopic(topic: ByteReader): PartitionProducers[] {
  topic.compactString();
  const producers = topic.compactArray((each) => {
    const partition = each.int32();
    const code = each.int16();
    each.compactString();
    const found = each.compactArray(readProducer);
    each.tags();
    return { partition, code, open: found.filter((id) => id !== null) };
  });
  topic.tags();
  return producers;
}

/** The id of a producer with an open transaction; null for any other. */
function readProducer(producer: ByteReader): bigint | null {
  const id = producer.int64();
  producer.int32(); // epoch
  producer.int32(); // last sequence
  producer.int64(); // last timestamp
  producer.int32(); // coordinator epoch
  const isOpen = producer.int64() >= 0n; // start offset of its transaction
  producer.tags();
  return isOpen ? id : null;
}
