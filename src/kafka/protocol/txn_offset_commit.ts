import type { ProducerIdentity } from "./end_txn.ts";
import { request } from "./flexible_request.ts";
import type { ProtocolRequest } from "./protocol_request.ts";

/** Offsets that a member commits for its group, and the membership that entitles it to. */
export interface GroupOffsets {
  readonly groupId: string;
  readonly memberId: string;
  readonly generation: number;
  readonly topic: string;
  readonly partitions: readonly PartitionOffset[];
}

/** An offset to commit: the next one to read, and its memo. */
export interface PartitionOffset {
  readonly partition: number;
  readonly offset: number;
  readonly memo: string;
}

/** Version 3 brought member and generation (KIP-447); 5 adds the group to the transaction (KIP-890). */
export type OffsetCommitVersion = 3 | 5;

/** Requests to commit offsets with a transaction; returns the error code of each partition. */
export function txnOffsetCommit(
  version: OffsetCommitVersion,
  transactionalId: string,
  { producerId, epoch }: ProducerIdentity,
  { groupId, memberId, generation, topic, partitions }: GroupOffsets,
): ProtocolRequest<number[]> {
  return request(
    "TxnOffsetCommit",
    (body) => {
      body.compactString(transactionalId);
      body.compactString(groupId);
      body.int64(producerId);
      body.int16(epoch);
      body.int32(generation);
      body.compactString(memberId);
      body.compactString(null); // no static member
      body.compactArray([topic], () => {
        body.compactString(topic);
        body.compactArray(partitions, ({ partition, offset, memo }) => {
          body.int32(partition);
          body.int64(offset);
          body.int32(-1); // leader epoch
          body.compactString(memo);
          body.tags();
        });
        body.tags();
      });
    },
    (answer) =>
      answer.compactArray((topic) => {
        topic.compactString();
        const codes = topic.compactArray((each) => {
          each.int32(); // partition
          const code = each.int16();
          each.tags();
          return code;
        });
        topic.tags();
        return codes;
      }).flat(),
    version,
  );
}
