import { request } from "./flexible_request.ts";
import type { ProtocolRequest } from "./protocol_request.ts";

/** The producer of a transactional id: its id and epoch, which each record batch carries. */
export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly epoch: number;
}

/** The coordinator's answer, with the identity for the next transaction. */
export interface EndAnswer extends ProducerIdentity {
  readonly code: number;
}

/**
 * Requests to end a transaction of the second protocol (EndTxn 5, KIP-890). The answer brings the next
 * epoch, and a new producer id when the epochs of the old one are used up.
 */
export function endTxn(
  transactionalId: string,
  { producerId, epoch }: ProducerIdentity,
  isCommit: boolean,
): ProtocolRequest<EndAnswer> {
  return request(
    "EndTxn",
    (body) => {
      body.compactString(transactionalId);
      body.int64(producerId);
      body.int16(epoch);
      body.int8(isCommit ? 1 : 0);
    },
    (answer) => ({ code: answer.int16(), producerId: answer.int64(), epoch: answer.int16() }),
  );
}
