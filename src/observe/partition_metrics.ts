import client, { type Registry } from "prom-client";
import type { PartitionStatus } from "../contract/partition.ts";
import type { ClusterView } from "./cluster_view.ts";
import { prefix } from "./metric_names.ts";
import { partitionsOf, type StatusSources } from "./status.ts";

/** Where the positions come from. */
export type PositionSources = Omit<StatusSources, "topics">;

/**
 * Gauges of the partitions that this process owns and of those that no process owns, so that every
 * partition is reported by its owner, or by all processes if it has none.
 */
export class PartitionMetrics {
  readonly #sources: PositionSources;
  readonly #lag: client.Gauge;
  readonly #committed: client.Gauge;
  readonly #start: client.Gauge;
  readonly #end: client.Gauge;
  readonly #keys: client.Gauge;

  /** Adds its metrics to a registry. */
  constructor(registry: Registry, sources: PositionSources) {
    this.#sources = sources;
    const gauge = (name: string, help: string, labelNames: string[]) =>
      new client.Gauge({ name: prefix + name, help, labelNames, registers: [registry] });
    const labels = ["topic", "partition"];
    this.#lag = gauge(
      "lag_records",
      "Offsets between the committed offset and the last decided record.",
      ["stage", ...labels],
    );
    this.#committed = gauge("committed_offset", "The committed offset.", ["stage", ...labels]);
    this.#start = gauge("log_start_offset", "The first offset that the log still has.", labels);
    this.#end = gauge("log_end_offset", "The offset after the last decided record.", labels);
    this.#keys = gauge("state_keys", "Counts of a partition when they were last restored.", [
      "partition",
    ]);
  }

  /** Updates the gauges and drops partitions that this process no longer reports. */
  update(): void {
    for (const gauge of [this.#lag, this.#committed, this.#start, this.#end, this.#keys]) {
      gauge.reset();
    }
    for (const status of partitionsOf(this.#sources)) this.#set(status);
    setStarts(this.#start, this.#sources.cluster);
    for (const [key, { keys }] of this.#sources.observer.tasks.all()) {
      if (keys !== null) this.#keys.set({ partition: key.split("/")[1]! }, keys);
    }
  }

  #set({ stage, topic, partition, isOurs, state, lag, committed, end }: PartitionStatus): void {
    if (!isOurs && state !== "unowned") return;
    const labels = { topic, partition: String(partition) };
    if (lag !== null) this.#lag.set({ stage, ...labels }, lag);
    if (committed !== null) this.#committed.set({ stage, ...labels }, committed);
    if (end !== null) this.#end.set(labels, end);
  }
}

function setStarts(gauge: client.Gauge, cluster: ClusterView): void {
  for (const { topic, partitions } of cluster.positions()) {
    for (const { partition, start } of partitions) {
      if (start !== null) gauge.set({ topic, partition: String(partition) }, start);
    }
  }
}
