import { internals, type KafkajsCluster } from "./internals.ts";
import { isUnderstood } from "./protocol/flexible_request.ts";
import { describeConsumerGroup } from "./protocol/group_description.ts";

/** A member of a group. */
export interface Member {
  readonly memberId: string;
  readonly clientId: string;
  readonly host: string;
  /** Its partitions, by topic. */
  readonly assignment: Readonly<Record<string, readonly number[]>>;
}

/**
 * The members of a group under either protocol. Once a consumer of the new protocol (KIP-848) has
 * joined a group, brokers answer the classic request with an empty group, although all classic members
 * are still in it.
 */
export async function groupMembers(
  cluster: KafkajsCluster,
  groupId: string,
): Promise<readonly Member[]> {
  const coordinator = await cluster.findGroupCoordinator({ groupId });
  const { groups } = await coordinator.describeGroups({ groupIds: [groupId] });
  const { MemberAssignment } = internals();
  const members = (groups[0]?.members ?? []).map(
    ({ memberId, clientId, clientHost, memberAssignment }) => {
      const assignment = MemberAssignment.decode(memberAssignment)?.assignment ?? {};
      return { memberId, clientId, host: addressOf(clientHost), assignment };
    },
  );
  if (members.length > 0 || !isUnderstood(coordinator, "ConsumerGroupDescribe")) return members;
  const described = await coordinator.connectionPool.send(describeConsumerGroup(groupId));
  return described.map(({ clientHost, ...member }) => ({ ...member, host: addressOf(clientHost) }));
}

/** Whether a member is a processor of this application id. */
export function isProcessor({ clientId }: Pick<Member, "clientId">, appId: string): boolean {
  return clientId === appId || clientId.startsWith(`${appId}@`);
}

function addressOf(clientHost: string): string {
  return clientHost.replace(/^\//, "");
}
