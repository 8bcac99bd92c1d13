import type { GroupClient } from "../kafka/group_client.ts";
import type { KafkajsCluster } from "../kafka/internals.ts";
import { partitionsOf } from "../kafka/topic_leaders.ts";
import { atMostEvery } from "./at_most_every.ts";
import { Member } from "./member.ts";
import type { StageSettings } from "./stage_settings.ts";

const beatEventMs = 1_000;

/** Joins a stage's group, and tells when the group moves on. */
export async function joinGroup<State, Change>(
  settings: StageSettings<State, Change>,
  group: GroupClient,
  cluster: KafkajsCluster,
  onLost: () => void,
): Promise<Member> {
  const { stage, notify, sessionTimeoutMs, inputTopic } = settings;
  const membership = await group.join();
  const partitionCount = (await partitionsOf(cluster, inputTopic)).length;
  notify({
    event: "assigned",
    stage: stage.name,
    partitions: membership.partitions.toSorted((a, b) => a - b),
    memberId: membership.memberId,
  });
  return new Member(membership, {
    ...{ group, sessionTimeoutMs },
    onBeat: atMostEvery(beatEventMs, () => notify({ event: "beat", stage: stage.name })),
    onLost: () => {
      notify({ event: "rebalanced", stage: stage.name });
      onLost();
    },
    hasNewPartitions: async () => {
      await cluster.refreshMetadata();
      return (await partitionsOf(cluster, inputTopic)).length !== partitionCount;
    },
  });
}
