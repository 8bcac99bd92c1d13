import { arrayOf, type Decoder, encoder, request } from "./flexible_request.ts";
import type { ProtocolRequest } from "./internals.ts";

/** A coordinator's answer about a group's position in a partition. */
export interface PositionAnswer {
  readonly partition: number;
  readonly offset: number;
  readonly memo: string;
  readonly errorCode: number;
}

/** A member of a group that uses the new protocol (KIP-848), or has switched to it. */
export interface DescribedMember {
  readonly memberId: string;
  readonly clientId: string;
  readonly clientHost: string;
  /** By topic. */
  readonly assignment: Readonly<Record<string, readonly number[]>>;
}

/** Requests positions that no open transaction can still move. */
export function fetchSettledOffsets(
  groupId: string,
  topic: string,
  partitions: readonly number[],
): ProtocolRequest<PositionAnswer[]> {
  const asked = encoder()
    .writeUVarIntString(topic)
    .writeUVarIntArray(partitions.map((partition) => encoder().writeInt32(partition)))
    .writeUVarIntBytes();
  return request(
    "OffsetFetch",
    (body) => body.writeUVarIntString(groupId).writeUVarIntArray([asked]).writeBoolean(true),
    (answer) => {
      const positions = arrayOf(answer, readPositions).flat();
      const errorCode = answer.readInt16();
      return errorCode === 0 ? positions : positions.map((each) => ({ ...each, errorCode }));
    },
  );
}

/** Requests the members of a group; none for a group of the classic protocol. */
export function describeConsumerGroup(groupId: string): ProtocolRequest<DescribedMember[]> {
  return request(
    "ConsumerGroupDescribe",
    (body) => body.writeUVarIntArray([encoder().writeUVarIntString(groupId)]).writeBoolean(false),
    (answer) => arrayOf(answer, readGroup).flat(),
  );
}

function readPositions(topic: Decoder): PositionAnswer[] {
  topic.readUVarIntString();
  const positions = arrayOf(topic, (each) => {
    const partition = each.readInt32();
    const offset = Number(each.readInt64().toString());
    each.readInt32(); // leader epoch
    const memo = each.readUVarIntString() ?? "";
    const errorCode = each.readInt16();
    each.readTaggedFields();
    return { partition, offset, memo, errorCode };
  });
  topic.readTaggedFields();
  return positions;
}

function readGroup(group: Decoder): DescribedMember[] {
  group.readInt16(); // error: GROUP_ID_NOT_FOUND for a group of the classic protocol
  for (let text = 0; text < 3; text++) group.readUVarIntString(); // message, id, state
  group.readInt32(); // group epoch
  group.readInt32(); // assignment epoch
  group.readUVarIntString(); // assignor
  const members = arrayOf(group, readMember);
  group.readInt32(); // authorized operations
  group.readTaggedFields();
  return members;
}

function readMember(member: Decoder): DescribedMember {
  const memberId = member.readUVarIntString() ?? "";
  member.readUVarIntString(); // instance
  member.readUVarIntString(); // rack
  member.readInt32(); // epoch
  const clientId = member.readUVarIntString() ?? "";
  const clientHost = member.readUVarIntString() ?? "";
  arrayOf(member, (topic) => topic.readUVarIntString()); // subscription
  member.readUVarIntString(); // subscribed pattern
  const assignment = readAssignment(member);
  readAssignment(member); // target assignment
  member.readTaggedFields();
  return { memberId, clientId, clientHost, assignment };
}

function readAssignment(decoder: Decoder): Record<string, readonly number[]> {
  const topics = arrayOf(decoder, (topic) => {
    for (let half = 0; half < 2; half++) topic.readInt64(); // the topic's id
    const name = topic.readUVarIntString() ?? "";
    const partitions = arrayOf(topic, (partition) => partition.readInt32());
    topic.readTaggedFields();
    return [name, partitions] as const;
  });
  decoder.readTaggedFields();
  return Object.fromEntries(topics);
}
