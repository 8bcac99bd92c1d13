import { ByteReader } from "../../src/kafka/protocol/byte_reader.ts";
import type { ProducerIdentity } from "../../src/kafka/protocol/end_txn.ts";
import type { Asked } from "./fake_cluster.ts";

/** Who sent an EndTxn 5, and how the transaction ends. */
export interface SentEnd extends ProducerIdentity {
  readonly transactionalId: string;
  readonly isCommit: boolean;
}

/** Reads an EndTxn 5. */
export function endIn({ bytes }: Asked): SentEnd {
  const body = new ByteReader(bytes!);
  body.tags(); // of the header
  const transactionalId = body.compactString() ?? "";
  const producer = { producerId: body.int64(), epoch: body.int16() };
  return { transactionalId, ...producer, isCommit: bytes!.at(-2) === 1 };
}

/** Reads the producer of a TxnOffsetCommit. */
export function committerIn({ bytes }: Asked): ProducerIdentity {
  const body = new ByteReader(bytes!);
  body.tags(); // of the header
  body.compactString(); // transactional id
  body.compactString(); // group
  return { producerId: body.int64(), epoch: body.int16() };
}

/** Offsets of fields in a record batch (message format 2), which begins with its base offset, 0. */
const at = { magic: 16, producerId: 43, epoch: 51, sequence: 53 } as const;

/** Reads the producer and the sequence number of the first record batch in a Produce. */
export function appendIn({ bytes }: Asked): ProducerIdentity & { readonly sequence: number } {
  const start = bytes!.findIndex((_, i) =>
    bytes![i + at.magic] === 2 && bytes!.readBigInt64BE(i) === 0n
  );
  return {
    producerId: bytes!.readBigInt64BE(start + at.producerId),
    epoch: bytes!.readInt16BE(start + at.epoch),
    sequence: bytes!.readInt32BE(start + at.sequence),
  };
}
