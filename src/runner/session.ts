import type { KafkajsCluster } from "../kafka/internals.ts";
import type { TransactionProtocol } from "../kafka/transaction_protocol.ts";
import type { Member } from "./member.ts";
import type { StateAt } from "./partition_task.ts";
import type { Watchdog } from "./watchdog.ts";
import type { Writers } from "./writers.ts";

/** A member in one generation, with what it needs to take its partitions over. */
export interface Session<State> {
  readonly member: Member;
  readonly writers: Writers;
  readonly protocol: TransactionProtocol;
  /** The connections of the writers. */
  readonly writing: KafkajsCluster;
  readonly watchdog: Watchdog;
  /** The states that this process had of partitions before; each is as of a commit. */
  readonly kept: ReadonlyMap<number, StateAt<State>>;
  /** By partition, the offset up to which this process has seen commits succeed. */
  readonly reached: ReadonlyMap<number, number>;
}
