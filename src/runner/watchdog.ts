/** What a watchdog needs of the member that it watches. */
export interface WatchdogSettings {
  /** How long work may get nowhere before Kafka is asked. */
  readonly patienceMs: number;
  /** Rejects when Kafka does not answer somebody who connects now. */
  readonly ask: (partition: number | null) => Promise<void>;
  /** Takes the member out of its group, over a new connection as well. */
  readonly leave: () => Promise<void>;
  /** Told why the member is to be replaced. */
  readonly giveUp: (reason: string) => void;
}

const ticksOfPatience = 10;
/** An outage that has just ended leaves the member this time to hear of it. */
const answersOfProof = 5;

/**
 * Notices a member that holds partitions and gets nowhere with them, although Kafka works.
 *
 * Such a member still beats, so its group leaves it everything, and no other process could help. It is
 * work that counts, not silence: a fetch that brings nothing is an answer, and so is a broker's or the
 * registry's reason why not. While a restore goes on, or the group shares partitions out, the time does
 * not pass. Before the member is given up, Kafka has to answer over new connections, tick after tick
 * for half the time again: where it does not it is an outage, which no restart of ours ends.
 *
 * It counts ticks and reads no clock: a process that was stopped as a whole was not silent.
 */
export class Watchdog {
  readonly #settings: WatchdogSettings;
  readonly #ticker: ReturnType<typeof setInterval>;
  /** For how many ticks handlers were at work on a partition without success. */
  readonly #spent = new Map<number, number>();
  readonly #atWork = new Set<number>();
  readonly #moved = new Set<number>();
  /** For how many ticks a fetch was under way while no handler was. */
  #quiet = 0;
  /** How often in a row Kafka answered on new connections while this member got nowhere. */
  #answers = 0;
  #isHolding = false;
  #isAsking = false;
  #isStopped = false;

  /** Begins to watch a member without partitions. */
  constructor(settings: WatchdogSettings) {
    this.#settings = settings;
    this.#ticker = setInterval(() => this.#tick(), settings.patienceMs / ticksOfPatience);
  }

  /**
   * Notes that the member was given partitions, or none. What it has spent on those that it keeps goes
   * on counting: a consumer that starts again because nothing answers it gets nowhere either.
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

  /** Notes that records of a partition are being worked on. */
  begin(partition: number): void {
    this.#atWork.add(partition);
  }

  /** Notes that this work is over, whatever became of it. */
  end(partition: number): void {
    this.#atWork.delete(partition);
    this.#quiet = 0;
  }

  /** Notes that the restore of a partition has read on. */
  move(partition: number): void {
    this.#moved.add(partition);
  }

  /** Notes that work was committed, or that it was told why it cannot be. */
  settle(partition: number): void {
    this.#spent.delete(partition);
  }

  /** Watches no more. */
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
    else if (!this.#isAsking) this.#ask(stuck);
  }

  async #ask(partition: number | null): Promise<void> {
    this.#isAsking = true;
    try {
      await this.#settings.ask(partition);
      if (++this.#answers > answersOfProof && !this.#isStopped) await this.#leave(partition);
    } catch {
      this.#forget(); // an outage: once it is over, all has its time again
    } finally {
      this.#isAsking = false;
    }
  }

  async #leave(partition: number | null): Promise<void> {
    await this.#settings.leave();
    if (this.#isStopped) return;
    this.stop();
    const seconds = Math.round(this.#settings.patienceMs / 1000);
    const what = partition === null
      ? "no fetch was answered"
      : `nothing of partition ${partition} could be committed`;
    this.#settings.giveUp(`${what} for ${seconds} s, while Kafka answers on new connections`);
  }

  #forget(): void {
    this.#answers = 0;
    this.#spent.clear();
    this.#moved.clear();
    this.#quiet = 0;
  }
}
