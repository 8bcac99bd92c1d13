import { messageOf, TaskLostError } from "../errors.ts";
import { errorType } from "../kafka/access/error_type.ts";
import type { GroupClient, Membership } from "../kafka/group_client.ts";

/** How a member stays in its group. */
export interface MemberSettings {
  readonly group: GroupClient;
  readonly sessionTimeoutMs: number;
  /** Called after each heartbeat that the group has accepted. */
  readonly onBeat: () => void;
  /** Called once, when the group moves on without this membership. */
  readonly onLost: () => void;
  /** Whether the topic has other partitions than when they were assigned. */
  readonly hasNewPartitions: () => Promise<boolean>;
}

/**
 * Members learn of a rebalance from their next heartbeat, which a hand-over waits for. A member that has
 * had nothing to do for a while asks only at each third turn: heartbeats are most of what it costs.
 */
export const heartbeatIntervalMs = 200;
const idleTurns = 3;
const busyForMs = 1_000;
const topicCheckIntervalMs = 15_000;

const groupErrors: ReadonlySet<string> = new Set([
  "REBALANCE_IN_PROGRESS",
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "NOT_COORDINATOR_FOR_GROUP",
  "GROUP_AUTHORIZATION_FAILED",
  "FENCED_INSTANCE_ID",
]);

/** One member in one generation of its group: it sends heartbeats until it is lost or stopped. */
export class Member {
  readonly membership: Membership;
  readonly #settings: MemberSettings;
  readonly #timers: ReturnType<typeof setInterval>[];
  #beatMs = performance.now();
  #workedMs = performance.now();
  #turns = 0;
  #lost: unknown = null;
  #isStopped = false;

  /** Starts to send heartbeats. */
  constructor(membership: Membership, settings: MemberSettings) {
    this.membership = membership;
    this.#settings = settings;
    this.#timers = [setInterval(() => this.#turn(), heartbeatIntervalMs)];
    if (membership.isLeader) {
      this.#timers.push(setInterval(() => this.#checkTopic(), topicCheckIntervalMs));
    }
  }

  /** Whether the group has moved on, so that this member has to join it again. */
  get isLost(): boolean {
    return this.#lost !== null;
  }

  /** Throws if the group has moved on. */
  assertAlive(): void {
    if (this.#lost === null) return;
    throw new TaskLostError(`Cannot continue in this generation: ${messageOf(this.#lost)}`, {
      cause: this.#lost,
    });
  }

  /** Gives this membership up: what it was entitled to is in doubt. */
  giveUp(): void {
    this.#lose(new Error("it has to ask the group again"));
  }

  /** Notes that it has committed something. */
  work(): void {
    this.#workedMs = performance.now();
  }

  /** Stops to send heartbeats. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
  }

  #turn(): void {
    this.#turns++;
    const isBusy = performance.now() - this.#workedMs < busyForMs;
    if (isBusy || this.#turns % idleTurns === 0) this.#beat();
  }

  async #beat(): Promise<void> {
    const { group, onBeat, sessionTimeoutMs } = this.#settings;
    try {
      await group.beat(heartbeatIntervalMs / 2);
      this.#beatMs = performance.now();
      onBeat();
    } catch (error) {
      const isOver = groupErrors.has(errorType(error) ?? "");
      // A broken connection is not the end: the group waits for a heartbeat until the session times out.
      if (isOver || performance.now() - this.#beatMs > sessionTimeoutMs) this.#lose(error);
    }
  }

  async #checkTopic(): Promise<void> {
    const { hasNewPartitions } = this.#settings;
    if (!await hasNewPartitions().catch(() => false)) return;
    this.#lose(new Error("the topic has new partitions"));
  }

  #lose(error: unknown): void {
    if (this.#isStopped) return;
    this.#lost = error;
    this.stop();
    this.#settings.onLost();
  }
}
