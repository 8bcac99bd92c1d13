import type { DeadLetterNotice, SchemaInUse } from "../contract/status.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { ClusterWatch } from "../kafka/cluster_watch.ts";
import type { ClusterView, StagePositions } from "../observe/cluster_view.ts";
import type { CountsView } from "../observe/counts_view.ts";
import { CommittedCounts } from "./committed_counts.ts";
import { DeadLetterTail } from "./dead_letter_tail.ts";
import { followCounts } from "./follow_counts.ts";
import { schemasInUse } from "./schemas_in_use.ts";
import { stagePositions } from "./stage_positions.ts";
import type { SurveySettings } from "./survey_settings.ts";

const retryMs = 2_000;
const positionsMs = { watched: 2_000, unwatched: 5_000 } as const;
const countsMs = { watched: 250, unwatched: 5_000 } as const;
// Decoding a million counts takes seconds of a core, which the workers need after a start to
// restore their counts.
const catchUpMs = { watched: 0, unwatched: 2_000 } as const;
const watchedForMs = 20_000;

/**
 * What all processes together have committed, polled from the cluster: counts, positions, owners,
 * and dead letters. It polls on its own connections, less often while no one is watching, and keeps
 * the last known state during an outage.
 */
export class Survey implements ClusterView {
  readonly counts: CountsView;
  readonly #settings: SurveySettings;
  readonly #committed: CommittedCounts;
  readonly #letters = new DeadLetterTail();
  readonly #stopped = new AbortController();
  readonly #wakers = new Set<() => void>();
  #positions: readonly StagePositions[] = [];
  #schemas: readonly SchemaInUse[] = [];
  /** Positions in the counts by partition: after a lost connection it goes on from there. */
  readonly #counted = new Map<number, number>();
  #watchedUntilMs = 0;

  /** Does nothing until start(). */
  constructor(settings: SurveySettings) {
    this.#settings = settings;
    this.#committed = new CommittedCounts(settings.windows);
    this.counts = this.#committed;
  }

  /** Starts to poll; never throws, and retries until stop(). */
  start(): void {
    for (const work of [this.#follow, this.#watch, this.#learnSchemas]) {
      this.#untilStopped(() => work.call(this));
    }
  }

  /** Stops polling. */
  stop(): void {
    this.#stopped.abort();
    for (const wake of this.#wakers) wake();
  }

  /** Notes that someone is watching: for a while, it polls more often. */
  look(): void {
    const wasWatched = this.#isWatched;
    this.#watchedUntilMs = performance.now() + watchedForMs;
    if (!wasWatched) { for (const wake of this.#wakers) wake(); }
  }

  positions(): readonly StagePositions[] {
    return this.#positions;
  }

  deadLetters(): readonly DeadLetterNotice[] {
    return this.#letters.newest();
  }

  schemas(): readonly SchemaInUse[] {
    return this.#schemas;
  }

  get #isWatched(): boolean {
    return performance.now() < this.#watchedUntilMs;
  }

  async #untilStopped(work: () => Promise<void>): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        return await work();
      } catch (error) {
        if (!this.#stopped.signal.aborted) this.#settings.report(error);
        await this.#pause({ watched: retryMs, unwatched: retryMs });
      }
    }
  }

  async #follow(): Promise<void> {
    const { kafka, topics, reader, codecsFor } = this.#settings;
    const cluster = await ClusterClient.connect(kafka);
    try {
      const source = { cluster, topic: topics.counts, reader, codecsFor };
      const pause = (isBehind: boolean) => this.#pauseOrStop(isBehind ? catchUpMs : countsMs);
      await followCounts(source, this.#committed, this.#counted, pause);
    } finally {
      await cluster.disconnect().catch(() => {});
    }
  }

  async #watch(): Promise<void> {
    const { kafka, topics } = this.#settings;
    const watch = await ClusterWatch.connect(kafka);
    let reader: ClusterClient | null = null;
    try {
      reader = await ClusterClient.connect(kafka);
      while (true) {
        await this.#askPositions(watch);
        this.#settings.answered();
        await this.#letters.read(
          reader,
          topics.deadLetters,
          await watch.edges(topics.deadLetters, "end"),
        );
        await this.#pauseOrStop(positionsMs);
      }
    } finally {
      await Promise.all([watch.disconnect(), reader?.disconnect()]).catch(() => {});
    }
  }

  async #askPositions(watch: ClusterWatch): Promise<void> {
    const { appId, topics } = this.#settings;
    const inputs = [["enrich", topics.input], ["count", topics.deltas]] as const;
    const found = await Promise.all(
      inputs.map(([stage, topic]) => stagePositions(watch, stage, appId, topic)),
    );
    this.#positions = found.map(({ positions }) => positions);
    this.#settings.met(found.flatMap(({ strangers }) => strangers));
  }

  async #learnSchemas(): Promise<void> {
    this.#schemas = await schemasInUse(this.#settings);
  }

  async #pauseOrStop(pause: Pause): Promise<void> {
    await this.#pause(pause);
    this.#stopped.signal.throwIfAborted();
  }

  async #pause({ watched, unwatched }: Pause): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#isWatched ? watched : unwatched);
    this.#wakers.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#wakers.delete(resolve);
  }
}

type Pause = Readonly<Record<"watched" | "unwatched", number>>;
