import { endTxn } from "./protocol/end_txn.ts";
import { produceSecond } from "./protocol/produce.ts";
import type { TransactionProtocol } from "./transaction_protocol.ts";

/**
 * The second protocol (KIP-890): leaders and the group's coordinator add themselves to the transaction,
 * and each transaction has an epoch of its own, so that a delayed request cannot get into a later one.
 */
export const secondProtocol: TransactionProtocol = {
  name: "second",
  offsetCommitVersion: 5,
  begin: null,
  produce: (owner, timeoutMs, batches) =>
    produceSecond(owner.transactionalId, owner, timeoutMs, batches),
  end: (coordinator, owner, isCommit) =>
    coordinator.connectionPool.send(endTxn(owner.transactionalId, owner, isCommit)),
};
