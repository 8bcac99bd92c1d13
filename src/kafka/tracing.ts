import type { InputBatch, OutputRecord } from "../pipeline/record.ts";
import type { TopicLimits } from "./send_chunks.ts";

/** A batch, as a trace describes it. */
export interface TracedBatch extends InputBatch {
  readonly stage: string;
  readonly groupId: string;
}

/** A fetch, as a trace describes it. */
export interface TracedFetch {
  readonly topic: string;
  readonly groupId: string;
  readonly ms: number;
}

/** Creates spans for fetches, batches and sends. */
export interface Tracing {
  /** Records a fetch that has ended. */
  poll(fetch: TracedFetch): void;
  /** Runs the processing of a batch as a span, linked to the traces of its records. */
  process<T>(batch: TracedBatch, work: () => Promise<T>): Promise<T>;
  /** Runs a send as spans, one per topic. */
  send<T>(outputs: readonly OutputRecord[], work: () => Promise<T>): Promise<T>;
  /** The records, with the trace in their headers where the topic allows it. */
  carry(outputs: readonly OutputRecord[], limits: TopicLimits): readonly OutputRecord[];
}
