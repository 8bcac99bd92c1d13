import type { ClusterWatch, GroupMember } from "../kafka/cluster_watch.ts";
import { isProcessor } from "../kafka/group_members.ts";
import { groupIdOf } from "../names.ts";
import type { PartitionPosition, StagePositions, Stranger } from "../observe/cluster_view.ts";

/** The positions of a stage, and the members of its group that are not processors. */
export interface StageSurvey {
  readonly positions: StagePositions;
  readonly strangers: readonly Stranger[];
}

/**
 * Asks the cluster for the position and the owner of each input partition of a stage. A partition
 * that another program in the group was assigned has no owner, because it is not processed.
 */
export async function stagePositions(
  watch: Pick<ClusterWatch, "members" | "committed" | "edges">,
  stage: StagePositions["stage"],
  appId: string,
  topic: string,
): Promise<StageSurvey> {
  const groupId = groupIdOf(appId, stage);
  // The ends come last, so that no committed offset is beyond its end.
  const [members, committed, starts] = await Promise.all([
    watch.members(groupId, topic),
    watch.committed(groupId, topic),
    watch.edges(topic, "start"),
  ]);
  const ends = await watch.edges(topic, "end");
  const partitions = [...ends.keys()].sort((a, b) => a - b);
  const isOurs = (member: GroupMember) => isProcessor(member, appId);
  const strangers = members
    .filter((member) => !isOurs(member) && member.partitions.length > 0)
    .map(({ clientId, host, partitions }) => ({
      stage,
      groupId,
      topic,
      clientId,
      host,
      partitions,
    }));
  const ours = members.filter(isOurs);
  const positions = {
    stage,
    topic,
    partitions: partitions.map((partition): PartitionPosition => ({
      partition,
      owner: ownerOf(partition, ours),
      committed: committed.get(partition) ?? null,
      start: starts.get(partition) ?? null,
      end: ends.get(partition) ?? null,
    })),
  };
  return { positions, strangers };
}

function ownerOf(partition: number, members: readonly GroupMember[]): PartitionPosition["owner"] {
  const member = members.find(({ partitions }) => partitions.includes(partition));
  if (member === undefined) return null;
  const { memberId, clientId, host } = member;
  // The client id of a processor names its instance; that of an older version may not.
  const [, instance = `${host} ${memberId.slice(-8)}`] = clientId.split("@");
  return { memberId, name: instance };
}
