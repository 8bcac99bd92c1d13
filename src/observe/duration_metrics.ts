import client, { type Registry } from "prom-client";
import { stageNames } from "../pipeline/stage.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";
import { ageBounds, prefix, workBounds } from "./metric_names.ts";
import { WeightedHistogram } from "./weighted_histogram.ts";

/** Histograms of durations and of latency. */
export class DurationMetrics implements Listener {
  readonly #fetch: client.Histogram;
  readonly #process: client.Histogram;
  readonly #commit: client.Histogram;
  readonly #restore: client.Histogram;
  readonly #age: WeightedHistogram;

  /** Adds its metrics to a registry. */
  constructor(registry: Registry) {
    const histogram = (name: string, help: string, labelNames: string[] = ["stage"]) =>
      new client.Histogram({
        name: `${prefix}${name}_duration_seconds`,
        help,
        labelNames,
        buckets: workBounds,
        registers: [registry],
      });
    this.#fetch = histogram(
      "fetch",
      "One fetch; without new records, the broker waits 0.5 s.",
    );
    this.#process = histogram(
      "process",
      "Processing the records of one partition in a transaction.",
    );
    this.#commit = histogram("commit", "One transaction, from its first request to its commit.");
    this.#restore = histogram(
      "restore",
      "Restoring the counts of the assigned partitions from their topic.",
      [],
    );
    this.#age = new WeightedHistogram(registry, {
      name: `${prefix}end_to_end_latency_seconds`,
      help:
        "From a record's Kafka timestamp to the commit of its output; sampled, up to 16 records per batch.",
      label: "stage",
      values: stageNames,
      bounds: ageBounds,
    });
    for (const stage of stageNames) {
      for (const metric of [this.#fetch, this.#process, this.#commit]) metric.zero({ stage });
    }
  }

  take(event: StageEvent): void {
    const { stage } = event;
    if (event.event === "fetched") this.#fetch.observe({ stage }, event.ms / 1000);
    else if (event.event === "restored") this.#restore.observe(event.ms / 1000);
    else if (event.event === "committed") {
      this.#commit.observe({ stage }, event.commitMs / 1000);
      for (const { processMs, ages: { ms, recordsEach } } of event.parts) {
        this.#process.observe({ stage }, processMs / 1000);
        for (const age of ms) this.#age.observe(stage, age / 1000, recordsEach);
      }
    }
  }
}
