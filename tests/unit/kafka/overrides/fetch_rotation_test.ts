import { assertEquals } from "@std/assert";
import {
  rotateFetches,
  type TopicPartitions,
} from "../../../../src/kafka/overrides/fetch_rotation.ts";

/** As kafkajs has it, with all partitions on one broker. */
class Group {
  filterPartitionsByNode(_nodeId: number, assigned: readonly TopicPartitions[]) {
    return assigned;
  }
}
rotateFetches(Group);

function fetches(group: Group, partitions: readonly number[], count: number) {
  const assigned = [{ topic: "in", partitions }];
  return Array.from({ length: count }, () => group.filterPartitionsByNode(0, assigned)[0]!);
}

Deno.test("each partition is the first of a fetch in its turn, and none is left out", () => {
  const asked = fetches(new Group(), [4, 5, 6], 4).map(({ partitions }) => partitions);
  assertEquals(asked, [[4, 5, 6], [5, 6, 4], [6, 4, 5], [4, 5, 6]]);
});

Deno.test("a broker that leads none of the partitions is asked for none", () => {
  assertEquals(fetches(new Group(), [], 2), [
    { topic: "in", partitions: [] },
    { topic: "in", partitions: [] },
  ]);
});

Deno.test("groups take turns of their own", () => {
  fetches(new Group(), [0, 1], 1);
  assertEquals(fetches(new Group(), [0, 1], 1)[0]?.partitions, [0, 1]);
});
