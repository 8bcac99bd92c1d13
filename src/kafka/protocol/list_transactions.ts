import { request } from "./flexible_request.ts";
import type { ProtocolRequest } from "./protocol_request.ts";

/** A transactional id and the state of its latest transaction, as its coordinator lists it. */
export interface ListedTransaction {
  readonly transactionalId: string;
  readonly producerId: bigint;
  /** Kafka's name for it: Empty, Ongoing, PrepareCommit, CompleteCommit, ... */
  readonly state: string;
}

/** The transactions of one coordinator. */
export interface TransactionList {
  readonly code: number;
  readonly transactions: readonly ListedTransaction[];
}

/** Requests the transactions that a broker coordinates; of all states if none is given (KIP-664). */
export function listTransactions(states: readonly string[]): ProtocolRequest<TransactionList> {
  return request(
    "ListTransactions",
    (body) => {
      body.compactArray(states, (state) => body.compactString(state));
      body.compactArray([], () => {}); // of any producer id
    },
    (answer) => {
      const code = answer.int16();
      answer.compactArray((state) => state.compactString()); // unknown states
      const transactions = answer.compactArray((each) => {
        const transactionalId = each.compactString() ?? "";
        const producerId = each.int64();
        const state = each.compactString() ?? "";
        each.tags();
        return { transactionalId, producerId, state };
      });
      return { code, transactions };
    },
  );
}
