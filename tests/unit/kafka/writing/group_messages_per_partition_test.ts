import { assertEquals } from "@std/assert";
import { groupMessagesPerPartition } from "../../../../src/kafka/writing/group_messages_per_partition.ts";

const topic = "logins";
const partitionMetadata = [{ partitionId: 0 }, { partitionId: 1 }];

Deno.test("groupMessagesPerPartition() keeps the order of messages within a given partition", () => {
  const messages = [5, 1, 5, 0, 1].map((partition, id) => ({ partition, id }));
  const partitioner = () => {
    throw new Error("asked for a partition that is known");
  };
  const groups = groupMessagesPerPartition({ topic, partitionMetadata, messages, partitioner });
  assertEquals(Object.keys(groups), ["0", "1", "5"]);
  assertEquals(groups[1]!.map(({ id }) => id), [1, 4]);
  assertEquals(groups[5]!.map(({ id }) => id), [0, 2]);
});

Deno.test("groupMessagesPerPartition() asks the partitioner for messages without a partition", () => {
  const messages = [{ id: 0 }, { id: 1, partition: null }, { id: 2, partition: 0 }];
  const asked: number[] = [];
  const groups = groupMessagesPerPartition({
    topic,
    partitionMetadata,
    messages,
    partitioner: ({ message }) => asked.push(message.id) - 1,
  });
  assertEquals(asked, [0, 1]);
  assertEquals(groups, { 0: [messages[0]!, messages[2]!], 1: [messages[1]!] });
});

Deno.test("groupMessagesPerPartition() sends nothing to a topic with unknown partitions", () => {
  const messages = [{ partition: 0 }];
  const partitioner = () => 0;
  assertEquals(
    groupMessagesPerPartition({ topic, partitionMetadata: [], messages, partitioner }),
    {},
  );
});
