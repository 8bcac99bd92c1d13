import type { Completion } from "../../../src/kafka/transaction_client.ts";

/** A transaction as a coordinator lists it. */
export interface Listed {
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly state: string;
}

/** A transaction of a member's writer. */
export function listed(member: string, state = "Ongoing", producerId = 7n): Listed {
  return { transactionalId: `app-enrich-~${member}~0`, producerId, state };
}

type Open = ReadonlyMap<bigint, ReadonlyMap<string, readonly number[]>>;

/** The coordinators of transactions and groups, and what they were asked, in order. */
export class Coordinators {
  /** The transactions, whatever state is asked for. */
  all: readonly Listed[] = [];
  members: readonly string[] = ["m-1", "m-2"];
  /** The ids of version 0.1 that are known; null for all. */
  former: readonly string[] | null = null;
  /** The partitions with open transactions, by producer id. */
  open: Open = new Map();
  /** An error instead of an answer, by the name of the request. */
  readonly errors = new Map<string, Error>();
  readonly asked: string[] = [];
  readonly completions: Completion[] = [];

  /** The parts of a cluster client that ask them. */
  get cluster(): object {
    return {
      transactions: {
        list: (prefix: string, states: readonly string[] = []) =>
          this.#answer(
            `list ${prefix} ${states}`.trim(),
            "list",
            () => this.all.filter(({ state }) => states.length === 0 || states.includes(state)),
          ),
        known: (prefix: string, ids: readonly string[]) =>
          this.#answer(
            `known ${prefix}`,
            "known",
            () => ids.filter((id) => this.former === null || this.former.includes(id)),
          ),
        end: (transactionalId: string) => this.#answer(`end ${transactionalId}`, "end", () => {}),
        refresh: () => this.#answer("refresh", "refresh", () => {}),
        openPartitions: (topics: readonly string[]) =>
          this.#answer(`open ${topics}`, "open", () => this.open),
        complete: (completion: Completion) =>
          this.#answer(`complete ${completion.transactionalId}`, "complete", () => {
            this.completions.push(completion);
          }),
      },
      members: (groupId: string) =>
        this.#answer(
          `members ${groupId}`,
          "members",
          () => this.members.map((memberId) => ({ memberId })),
        ),
    };
  }

  async #answer<T>(what: string, request: string, answer: () => T): Promise<T> {
    this.asked.push(what);
    await Promise.resolve();
    const error = this.errors.get(request);
    if (error !== undefined) throw error;
    return answer();
  }
}
