import type { ByteReader } from "./byte_reader.ts";
import { request } from "./flexible_request.ts";
import type { ProtocolRequest } from "./protocol_request.ts";

/** A member of a group that uses the new protocol (KIP-848), or has switched to it. */
export interface DescribedMember {
  readonly memberId: string;
  readonly clientId: string;
  readonly clientHost: string;
  /** By topic. */
  readonly assignment: Readonly<Record<string, readonly number[]>>;
}

/** Requests the members of a group; none for a group of the classic protocol. */
export function describeConsumerGroup(groupId: string): ProtocolRequest<DescribedMember[]> {
  return request(
    "ConsumerGroupDescribe",
    (body) => {
      body.compactArray([groupId], () => body.compactString(groupId));
      body.int8(0); // without authorized operations
    },
    (answer) => answer.compactArray(readGroup).flat(),
  );
}

function readGroup(group: ByteReader): DescribedMember[] {
  group.int16(); // error: GROUP_ID_NOT_FOUND for a group of the classic protocol
  for (let text = 0; text < 3; text++) group.compactString(); // message, id, state
  group.int32(); // group epoch
  group.int32(); // assignment epoch
  group.compactString(); // assignor
  const members = group.compactArray(readMember);
  group.int32(); // authorized operations
  group.tags();
  return members;
}

function readMember(member: ByteReader): DescribedMember {
  const memberId = member.compactString() ?? "";
  member.compactString(); // instance
  member.compactString(); // rack
  member.int32(); // epoch
  const clientId = member.compactString() ?? "";
  const clientHost = member.compactString() ?? "";
  member.compactArray((topic) => topic.compactString()); // subscription
  member.compactString(); // subscribed pattern
  const assignment = readAssignment(member);
  readAssignment(member); // target assignment
  member.tags();
  return { memberId, clientId, clientHost, assignment };
}

function readAssignment(decoder: ByteReader): Record<string, readonly number[]> {
  const topics = decoder.compactArray((topic) => {
    for (let half = 0; half < 2; half++) topic.int64(); // the topic's id
    const name = topic.compactString() ?? "";
    const partitions = topic.compactArray((partition) => partition.int32());
    topic.tags();
    return [name, partitions] as const;
  });
  decoder.tags();
  return Object.fromEntries(topics);
}
