import type { ChangedCounts, Counts } from "../contract/counts.ts";
import type { HealthReport } from "../contract/health.ts";
import type { History, Step } from "../contract/history.ts";
import type { Snapshot } from "../contract/snapshot.ts";
import type { Service, Status } from "../contract/status.ts";
import type { ClusterView } from "./cluster_view.ts";
import type { CountsView } from "./counts_view.ts";
import { LeaderHistory, rememberedLocales, shownLocales } from "./leader_history.ts";
import type { Observer } from "./observer.ts";
import { SampleHistory, stepSeconds } from "./sample_history.ts";
import { statusOf } from "./status.ts";

/** Where the API's answers come from. */
export interface PipelineSources {
  readonly service: Service;
  readonly topics: Status["topics"];
  readonly observer: Observer;
  /** What the cluster says about all processes. */
  readonly survey: { readonly counts: CountsView; readonly look: () => void } & ClusterView;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Everything that the API says about the pipeline. */
export class PipelineView {
  readonly #sources: PipelineSources;
  readonly #samples = new SampleHistory();
  readonly #leaders = new LeaderHistory();
  readonly #timer: ReturnType<typeof setInterval>;
  #onStep: (step: Step) => void = () => {};

  /** Starts to keep a history; stop() ends it. */
  constructor(sources: PipelineSources) {
    this.#sources = sources;
    this.#timer = setInterval(() => this.#onStep(this.step()), stepSeconds * 1000);
  }

  /** Stops keeping a history. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Sets the one listener for steps of the history. */
  onStep(listener: (step: Step) => void): void {
    this.#onStep = listener;
  }

  /** Notes that someone is watching: for a while, the cluster is polled more often. */
  look(): void {
    this.#sources.survey.look();
  }

  status(): Status {
    const { survey: cluster, ...sources } = this.#sources;
    return statusOf({ ...sources, cluster }, sources.now());
  }

  health(): HealthReport {
    return this.#sources.observer.health.report();
  }

  /** The counts of all time. */
  allTime(): Counts {
    return this.#sources.survey.counts.allTime();
  }

  /** The counts of one window; see {@linkcode CountsView.window}. */
  window(size: string, atMs: number | null): Counts | null {
    return this.#sources.survey.counts.window(size, atMs);
  }

  /** What changed in the counts since the last call. */
  takeChanges(): readonly ChangedCounts[] {
    return this.#sources.survey.counts.takeChanges();
  }

  history(): History {
    const samples = this.#samples.samples();
    return { stepSeconds, samples, counts: this.#leaders.series() };
  }

  /** Everything at once. */
  snapshot(): Snapshot {
    const counts = this.allTime();
    const windows = counts.windows.flatMap((size) => {
      const newest = this.window(size, null);
      return newest === null ? [] : [[size, newest] as const];
    });
    const history = this.history();
    return { status: this.status(), counts, windows: Object.fromEntries(windows), history };
  }

  /** Ends a step of the history. */
  step(): Step {
    const { observer, survey, now } = this.#sources;
    const { flow, transactions, latency } = observer;
    const sample = this.#samples.step(
      now(),
      flow.totals(),
      transactions.totals(),
      latency.percentiles(stepSeconds),
    );
    const leaders = survey.counts.leaders(rememberedLocales);
    this.#leaders.step(now(), leaders);
    const shown = leaders.slice(0, shownLocales);
    return { sample, locales: shown.map(({ locale, count }) => ({ locale, count })) };
  }
}
