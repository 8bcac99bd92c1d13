/** How a watchdog checks on its member and on Kafka. */
export interface WatchdogSettings {
  /** How long work may make no progress before Kafka is probed. */
  readonly patienceMs: number;
  /** Rejects when Kafka does not answer on new connections. */
  readonly probe: () => Promise<void>;
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
 * Such a member still sends heartbeats, so the group leaves it all its partitions and no other process
 * can help. Only work without progress counts, not an idle member: an empty fetch is an answer, and so is
 * an error from a broker. Time during a restore or a rebalance does not count. Before the member is given
 * up, Kafka must answer on new connections, tick after tick, for half of the patience. If it does not,
 * this is an outage, which a restart does not end.
 *
 * It counts ticks and does not read a clock: after a pause of the whole process, the member was not
 * stuck.
 */
export class Watchdog {
  readonly #settings: WatchdogSettings;
  readonly #ticker: ReturnType<typeof setInterval>;
  /** The ticks for which work has made no progress. */
  #spent = 0;
  /** The ticks for which a fetch has been open without an answer. */
  #quiet = 0;
  /** How often in a row Kafka answered on new connections while this member made no progress. */
  #answers = 0;
  #hasMoved = false;
  #isWorking = false;
  #isHolding = false;
  #isProbing = false;
  #isStopped = false;

  /** Starts to watch a member that has no partitions yet. */
  constructor(settings: WatchdogSettings) {
    this.#settings = settings;
    this.#ticker = setInterval(() => this.#tick(), settings.patienceMs / ticksOfPatience);
  }

  /**
   * Notes whether the member has partitions. Ticks without progress continue to count: a member that
   * joins again and again because nothing answers makes no progress either.
   */
  hold(isHolding: boolean): void {
    this.#isHolding = isHolding;
  }

  /** Notes that a fetch was answered. */
  fetched(): void {
    this.#quiet = 0;
  }

  /** Notes that work on fetched records, or on a take-over, has started. */
  begin(): void {
    this.#isWorking = true;
  }

  /** Notes that the work has ended, whether it succeeded or failed. */
  end(): void {
    this.#isWorking = false;
    this.#quiet = 0;
  }

  /** Notes that a take-over has made progress, which is no commit. */
  move(): void {
    this.#hasMoved = true;
  }

  /** Notes that work was committed, or that a server said why it cannot be. */
  settle(): void {
    this.#spent = 0;
  }

  /** Stops watching. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#ticker);
  }

  #tick(): void {
    if (!this.#isHolding) return;
    if (this.#hasMoved) this.#hasMoved = false;
    else if (this.#isWorking) this.#spent++;
    else this.#quiet++;
    const isStuck = Math.max(this.#spent, this.#quiet) > ticksOfPatience;
    if (!isStuck) this.#answers = 0;
    else if (!this.#isProbing) this.#probe();
  }

  async #probe(): Promise<void> {
    this.#isProbing = true;
    try {
      await this.#settings.probe();
      if (++this.#answers > answersOfProof && !this.#isStopped) await this.#leave();
    } catch {
      this.#reset(); // an outage: once it is over, the full patience applies again
    } finally {
      this.#isProbing = false;
    }
  }

  async #leave(): Promise<void> {
    const symptom = this.#spent > ticksOfPatience
      ? "no transaction was committed"
      : "no fetch was answered";
    await this.#settings.leaveGroup();
    if (this.#isStopped) return;
    this.stop();
    const seconds = Math.round(this.#settings.patienceMs / 1000);
    this.#settings.giveUp(`${symptom} for ${seconds} s, although Kafka answers on new connections`);
  }

  #reset(): void {
    this.#answers = 0;
    this.#spent = 0;
    this.#quiet = 0;
  }
}
