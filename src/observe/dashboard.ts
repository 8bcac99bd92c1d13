import type { ClusterView } from "./cluster_view.ts";
import {
  CountHistory,
  type CountSeries,
  rememberedLocales,
  shownLocales,
} from "./count_history.ts";
import type { Counts, CountsAnswer, CountsQuestion, CountsView } from "./counts_view.ts";
import type { HealthReport } from "./health.ts";
import { History, type Sample, stepSeconds } from "./history.ts";
import type { Observer } from "./observer.ts";
import { type ServiceName, type Status, statusOf } from "./status.ts";

/** What a dashboard shows. */
export interface DashboardSources {
  readonly service: ServiceName;
  readonly topics: Readonly<Record<string, string>>;
  readonly observer: Observer;
  /** Of all processes; null when the cluster is not asked. */
  readonly survey: { readonly counts: CountsView; readonly look: () => void } & ClusterView;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The last quarter of an hour. */
export interface HistoryAnswer {
  readonly stepSeconds: number;
  readonly samples: readonly Sample[];
  readonly counts: CountSeries;
}

/** What one step of the history has added. */
export interface Step {
  readonly sample: Sample;
  readonly locales: readonly { readonly locale: string; readonly count: number }[];
}

/** Everything that is shown of the pipeline, in the shapes of the HTTP contract. */
export class Dashboard {
  readonly #sources: DashboardSources;
  readonly #history = new History();
  readonly #countHistory = new CountHistory();
  readonly #timer: ReturnType<typeof setInterval>;
  #onStep: (step: Step) => void = () => {};

  /** Begins to keep a history; stop() ends it. */
  constructor(sources: DashboardSources) {
    this.#sources = sources;
    this.#timer = setInterval(() => this.#onStep(this.step()), stepSeconds * 1000);
  }

  /** Keeps no more history. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Whom to tell of each step of the history. */
  onStep(listener: (step: Step) => void): void {
    this.#onStep = listener;
  }

  /** Notes that somebody looks: what others have committed is asked for more often for a while. */
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

  counts(question: CountsQuestion): CountsAnswer | null {
    return this.#sources.survey.counts.counts(question);
  }

  /** What changed in the counts since this was last asked. */
  takeChanges(): readonly Counts[] {
    return this.#sources.survey.counts.takeChanges();
  }

  history(): HistoryAnswer {
    const samples = this.#history.samples();
    return { stepSeconds, samples, counts: this.#countHistory.series() };
  }

  /** Ends a step of the history. */
  step(): Step {
    const { observer, survey, now } = this.#sources;
    const { flow, transactions, latency } = observer;
    const sample = this.#history.step(
      now(),
      flow.totals(),
      transactions.totals(),
      latency.percentiles(stepSeconds),
    );
    const leaders = survey.counts.leaders(rememberedLocales);
    this.#countHistory.step(now(), leaders);
    const shown = leaders.slice(0, shownLocales);
    return { sample, locales: shown.map(({ locale, count }) => ({ locale, count })) };
  }
}
