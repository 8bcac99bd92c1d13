import client, { type Registry } from "prom-client";
import type { PartitionStatus } from "../contract/partition.ts";
import type { ClusterView } from "./cluster_view.ts";
import { prefix } from "./metric_names.ts";
import { partitionsOf, type StatusSources } from "./status.ts";

/** What the positions are taken from. */
export type PositionSources = Omit<StatusSources, "topics">;

/**
 * Gauges of the partitions that this process owns, and of those that nobody owns: so that each has
 * one who tells of it, or all, and none has nobody.
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
    const place = ["topic", "partition"];
    this.#lag = gauge(
      "lag_records",
      "Offsets between the committed position and the last decided record.",
      ["stage", ...place],
    );
    this.#committed = gauge("committed_offset", "The committed position.", ["stage", ...place]);
    this.#start = gauge("log_start_offset", "The first offset that the log still holds.", place);
    this.#end = gauge("log_end_offset", "The offset behind the last decided record.", place);
    this.#keys = gauge("state_keys", "Live counts of a partition when they were restored last.", [
      "partition",
    ]);
  }

  /** Brings the gauges up to date; what is no longer ours goes. */
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
    const place = { topic, partition: String(partition) };
    if (lag !== null) this.#lag.set({ stage, ...place }, lag);
    if (committed !== null) this.#committed.set({ stage, ...place }, committed);
    if (end !== null) this.#end.set(place, end);
  }
}

function setStarts(gauge: client.Gauge, cluster: ClusterView): void {
  for (const { topic, partitions } of cluster.positions()) {
    for (const { partition, start } of partitions) {
      if (start !== null) gauge.set({ topic, partition: String(partition) }, start);
    }
  }
}
