import type { ByteReader } from "./byte_reader.ts";
import { request, writeTopic } from "./flexible_request.ts";
import type { ProtocolRequest } from "./protocol_request.ts";

/** A coordinator's answer about a group's position in a partition. */
export interface PositionAnswer {
  readonly partition: number;
  /** -1 if nothing is committed. */
  readonly offset: number;
  readonly memo: string;
  /** UNSTABLE_OFFSET_COMMIT (88) while an open transaction may move the position. */
  readonly code: number;
}

/** Requests positions that no open transaction can still move (OffsetFetch 7, KIP-447). */
export function fetchSettledOffsets(
  groupId: string,
  topic: string,
  partitions: readonly number[],
): ProtocolRequest<PositionAnswer[]> {
  return request(
    "OffsetFetch",
    (body) => {
      body.compactString(groupId);
      body.compactArray([topic], () => writeTopic(body, topic, partitions));
      body.int8(1); // require stable
    },
    (answer) => {
      const positions = answer.compactArray(readPositions).flat();
      const code = answer.int16();
      return code === 0
        ? positions
        : partitions.map((partition) => ({ ...unknown, partition, code }));
    },
  );
}

const unknown = { offset: -1, memo: "" } as const;

function readPositions(topic: ByteReader): PositionAnswer[] {
  topic.compactString();
  const positions = topic.compactArray((each) => {
    const partition = each.int32();
    const offset = Number(each.int64());
    each.int32(); // leader epoch
    const memo = each.compactString() ?? "";
    const code = each.int16();
    each.tags();
    return { partition, offset, memo, code };
  });
  topic.tags();
  return positions;
}
