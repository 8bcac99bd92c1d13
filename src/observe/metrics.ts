import client from "prom-client";
import type { StageEvent } from "../runner/stage_event.ts";
import { type CertificateEnds, CertificateMetrics } from "./certificate_metrics.ts";
import { DurationMetrics } from "./duration_metrics.ts";
import type { Listener } from "./listener.ts";
import type { LogOutput } from "./log_output.ts";
import { MembershipMetrics } from "./membership_metrics.ts";
import { PartitionMetrics, type PositionSources } from "./partition_metrics.ts";
import { ProcessMetrics } from "./process_metrics.ts";
import { RecordMetrics } from "./record_metrics.ts";

/** Where the metrics come from. */
export interface MetricSources extends PositionSources {
  readonly output: Pick<LogOutput, "leftOut">;
}

/** All metrics of a process, in the Prometheus text format. */
export class Metrics implements Listener {
  readonly #registry = new client.Registry();
  readonly #listeners: readonly Listener[];
  readonly #partitions: PartitionMetrics;
  readonly #process: ProcessMetrics;
  readonly #certificates: CertificateMetrics;

  /** Starts to measure; stop() ends it. */
  constructor(sources: MetricSources, certificateEnds: CertificateEnds) {
    this.#listeners = [
      new RecordMetrics(this.#registry),
      new DurationMetrics(this.#registry),
      new MembershipMetrics(this.#registry),
    ];
    this.#partitions = new PartitionMetrics(this.#registry, sources);
    this.#process = new ProcessMetrics(this.#registry, sources);
    this.#certificates = new CertificateMetrics(this.#registry, certificateEnds);
  }

  take(event: StageEvent, worker: number): void {
    for (const listener of this.#listeners) listener.take(event, worker);
  }

  /** The content type of the text. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The current value of all metrics. */
  async text(): Promise<string> {
    this.#partitions.update();
    this.#process.update();
    this.#certificates.update();
    return await this.#registry.metrics();
  }

  /** Stops measuring. */
  stop(): void {
    this.#process.stop();
  }
}
