import type { Metric, Registry } from "prom-client";

/** The counts of one label value. */
interface Series {
  /** Not cumulative; the last one counts values above all bounds. */
  readonly counts: Float64Array;
  sum: number;
}

/** A histogram with weighted values, which prom-client does not have. */
export class WeightedHistogram {
  readonly name: string;
  readonly help: string;
  readonly #label: string;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Series>();

  /** Adds itself to a registry with one series for each label value. */
  constructor(
    registry: Registry,
    options: Pick<WeightedHistogram, "name" | "help"> & {
      readonly label: string;
      readonly values: readonly string[];
      readonly bounds: readonly number[];
    },
  ) {
    this.name = options.name;
    this.help = options.help;
    this.#label = options.label;
    this.#bounds = options.bounds;
    for (const value of options.values) {
      this.#series.set(value, { counts: new Float64Array(this.#bounds.length + 1), sum: 0 });
    }
    registry.registerMetric(this as unknown as Metric);
  }

  /** Counts a value `weight` times. */
  observe(labelValue: string, value: number, weight: number): void {
    const series = this.#series.get(labelValue);
    if (series === undefined) return;
    const above = this.#bounds.findIndex((bound) => value <= bound);
    series.counts[above < 0 ? this.#bounds.length : above]! += weight;
    series.sum += value * weight;
  }

  /** The method that prom-client calls on each metric. */
  get(): Promise<unknown> {
    const values = [...this.#series].flatMap(([value, series]) => this.#values(value, series));
    return Promise.resolve({ name: this.name, help: this.help, type: "histogram", values });
  }

  #values(labelValue: string, { counts, sum }: Series) {
    const labels = { [this.#label]: labelValue };
    let seen = 0;
    const buckets = [...this.#bounds, "+Inf"].map((le, i) => {
      seen += counts[i] ?? 0;
      const value = Math.round(seen);
      return { labels: { le, ...labels }, value, metricName: `${this.name}_bucket` };
    });
    return [
      ...buckets,
      { labels, value: sum, metricName: `${this.name}_sum` },
      { labels, value: Math.round(seen), metricName: `${this.name}_count` },
    ];
  }
}
