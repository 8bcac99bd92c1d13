import { arrayOf, type Decoder, encoder, request } from "./flexible_request.ts";
import type { ProtocolRequest } from "./internals.ts";

/** What a coordinator tells of a group's position in a partition. */
export interface ToldPosition {
  readonly partition: number;
  readonly offset: number;
  readonly memo: string;
  readonly errorCode: number;
}

/** A member of a group of the newer protocol (KIP-848), or of one that has gone over to it. */
export interface ToldMember {
  readonly memberId: string;
  readonly clientId: string;
  readonly clientHost: string;
  /** By topic. */
  readonly assignment: Readonly<Record<string, readonly number[]>>;
}

/** Asks for positions that no transaction may move any more. */
export function fetchSettledOffsets(
  groupId: string,
  topic: string,
  partitions: readonly number[],
): ProtocolRequest<ToldPosition[]> {
  const asked = encoder()
    .writeUVarIntString(topic)
    .writeUVarIntArray(partitions.map((partition) => encoder().writeInt32(partition)))
    .writeUVarIntBytes();
  return request(
    "OffsetFetch",
    (body) => body.writeUVarIntString(groupId).writeUVarIntArray([asked]).writeBoolean(true),
    (answer) => {
      const told = arrayOf(answer, readPositions).flat();
      const errorCode = answer.readInt16();
      return errorCode === 0 ? told : told.map((position) => ({ ...position, errorCode }));
    },
  );
}

/** Asks a coordinator for the members of a group; none where it is a group of the older protocol. */
export function describeConsumerGroup(groupId: string): ProtocolRequest<ToldMember[]> {
  return request(
    "ConsumerGroupDescribe",
    (body) => body.writeUVarIntArray([encoder().writeUVarIntString(groupId)]).writeBoolean(false),
    (answer) => arrayOf(answer, readGroup).flat(),
  );
}

function readPositions(topic: Decoder): ToldPosition[] {
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

function readGroup(group: Decoder): ToldMember[] {
  group.readInt16(); // error: GROUP_ID_NOT_FOUND for a group of the older protocol
  for (let text = 0; text < 3; text++) group.readUVarIntString(); // message, id, state
  group.readInt32(); // group epoch
  group.readInt32(); // assignment epoch
  group.readUVarIntString(); // assignor
  const members = arrayOf(group, readMember);
  group.readInt32(); // authorized operations
  group.readTaggedFields();
  return members;
}

function readMember(member: Decoder): ToldMember {
  const memberId = member.readUVarIntString() ?? "";
  member.readUVarIntString(); // instance
  member.readUVarIntString(); // rack
  member.readInt32(); // epoch
  const clientId = member.readUVarIntString() ?? "";
  const clientHost = member.readUVarIntString() ?? "";
  arrayOf(member, (topic) => topic.readUVarIntString()); // subscription
  member.readUVarIntString(); // subscribed pattern
  const assignment = readAssignment(member);
  readAssignment(member); // what it is to be given
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
