import type { PartitionPosition, StagePositions } from "../observe/cluster_view.ts";
import type { ClusterWatch, GroupMember } from "../kafka/cluster_watch.ts";

/** Asks where a stage stands in each partition of its input, and who owns it. */
export async function stagePositions(
  watch: Pick<ClusterWatch, "members" | "committed" | "edges">,
  stage: StagePositions["stage"],
  groupId: string,
  topic: string,
): Promise<StagePositions> {
  // The ends come last: a position that was asked for before an end never lies behind it.
  const [members, committed, starts] = await Promise.all([
    watch.members(groupId, topic),
    watch.committed(groupId, topic),
    watch.edges(topic, "start"),
  ]);
  const ends = await watch.edges(topic, "end");
  const partitions = [...ends.keys()].sort((a, b) => a - b);
  return {
    stage,
    topic,
    partitions: partitions.map((partition): PartitionPosition => ({
      partition,
      owner: ownerOf(partition, members),
      committed: committed.get(partition) ?? null,
      start: starts.get(partition) ?? null,
      end: ends.get(partition) ?? null,
    })),
  };
}

function ownerOf(partition: number, members: readonly GroupMember[]): PartitionPosition["owner"] {
  const member = members.find(({ partitions }) => partitions.includes(partition));
  if (member === undefined) return null;
  const { memberId, clientId, host } = member;
  // Our members say which process they are; an older version may be one of them.
  const [, instance = `${host} ${memberId.slice(-8)}`] = clientId.split("@");
  return { memberId, name: instance };
}
