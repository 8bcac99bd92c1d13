/** How a watchdog checks on its member and on Kafka. */
export interface WatchdogSettings {
  /** How long work may make no progress before Kafka is probed. */
  readonly patienceMs: number;
  /** Rejects when Kafka does not answer on new connections. */
  readonly probe: (partition: number | null) => Promise<void>;
  /** Removes the member from its group, also over a new connection. */
  readonly leaveGroup: () => Promise<void>;
  /** Receives the reason why the member has to be replaced. */
  readonly giveUp: (reason: string) => void;
}

const ticksOfPatience = 10;
/** Several answers in a row: after an outage, the member gets this long to recover by itself. */
const answersOfProof = 5;

/**
 * Detects a member that has partitions and makes no progress with them although Kafka works.
 *
 * Such a member still sends heartbeats, so the group leaves it all its partitions and no other
 * process can help. Only work without progress counts, not an idle partition: an empty fetch is an
 * answer, and so is an error from a broker or the registry. Time during a restore or a rebalance does
 * not count. Before the member is given up, Kafka must answer on new connections, tick after tick,
 * for half of the patience. If it does not, this is an outage, which a restart does not end.
 *
 * It counts ticks and does not read a clock: after a pause of the whole process, the member was not
 * stuck.
 */
export class Watchdog {
  readonly #settings: WatchdogSettings;
  readonly #ticker: ReturnType<typeof setInterval>;
  /** By partition, the ticks for which handlers have worked without progress. */
  readonly #spent = new Map<number, number>();
  readonly #atWork = new Set<number>();
  readonly #moved = new Set<number>();
  /** The ticks for which a fetch has been open while no handler was running. */
  #quiet = 0;
  /** How often in a row Kafka answered on new connections while this member made no progress. */
  #answers = 0;
  #isHolding = false;
  #isProbing = false;
  #isStopped = false;

  /** Starts to watch a member that has no partitions yet. */
  constructor(settings: WatchdogSettings) {
    this.#settings = settings;
    this.#ticker = setInterval(() => this.#tick(), settings.patienceMs / ticksOfPatience);
  }

  /**
   * Notes which partitions the member now has. The ticks of those that it keeps continue to count:
   * a consumer that restarts because nothing answers makes no progress either.
   */
  hold(partitions: readonly number[]): void {
    this.#isHolding = partitions.length > 0;
    for (const partition of this.#spent.keys()) {
      if (this.#isHolding && !partitions.includes(partition)) this.#spent.delete(partition);
    }
  }

  /** Notes that a fetch was answered. */
  fetched(): void {
    this.#quiet = 0;
  }

  /** Notes that a handler has started on a partition. */
  begin(partition: number): void {
    this.#atWork.add(partition);
  }

  /** Notes that the handler has ended, whether it succeeded or failed. */
  end(partition: number): void {
    this.#atWork.delete(partition);
    this.#quiet = 0;
  }

  /** Notes that the restore of a partition has made progress. */
  move(partition: number): void {
    this.#moved.add(partition);
  }

  /** Notes that work was committed, or that a server said why it cannot be. */
  settle(partition: number): void {
    this.#spent.delete(partition);
  }

  /** Stops watching. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#ticker);
  }

  #tick(): void {
    if (!this.#isHolding) return;
    for (const partition of this.#atWork) {
      if (this.#moved.delete(partition)) continue;
      this.#spent.set(partition, (this.#spent.get(partition) ?? 0) + 1);
    }
    if (this.#atWork.size === 0) this.#quiet++;
    const stuck = [...this.#spent].find(([, ticks]) => ticks > ticksOfPatience)?.[0] ?? null;
    if (stuck === null && this.#quiet <= ticksOfPatience) this.#answers = 0;
    else if (!this.#isProbing) this.#probe(stuck);
  }

  async #probe(partition: number | null): Promise<void> {
    this.#isProbing = true;
    try {
      await this.#settings.probe(partition);
      if (++this.#answers > answersOfProof && !this.#isStopped) await this.#leave(partition);
    } catch {
      this.#reset(); // an outage: once it is over, the full patience applies again
    } finally {
      this.#isProbing = false;
    }
  }

  async #leave(partition: number | null): Promise<void> {
    await this.#settings.leaveGroup();
    if (this.#isStopped) return;
    this.stop();
    const seconds = Math.round(this.#settings.patienceMs / 1000);
    const symptom = partition === null
      ? "no fetch was answered"
      : `partition ${partition} had no commit`;
    this.#settings.giveUp(`${symptom} for ${seconds} s, although Kafka answers on new connections`);
  }

  #reset(): void {
    this.#answers = 0;
    this.#spent.clear();
    this.#moved.clear();
    this.#quiet = 0;
  }
}
