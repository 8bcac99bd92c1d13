import type { InputBatch, OutputRecord } from "../pipeline/record.ts";
import type { TopicLimits } from "./send_chunks.ts";

/** One batch as a trace tells of it. */
export interface TracedBatch extends InputBatch {
  readonly stage: string;
  readonly groupId: string;
}

/** One fetch as a trace tells of it. */
export interface TracedFetch {
  readonly topic: string;
  readonly groupId: string;
  readonly ms: number;
}

/** Whoever makes spans of what the shell does. */
export interface Tracing {
  /** Tells of a fetch that is over. */
  poll(fetch: TracedFetch): void;
  /** Runs the work on a batch as a span, linked to the traces that its records come from. */
  process<T>(batch: TracedBatch, work: () => Promise<T>): Promise<T>;
  /** Runs the sending of records as spans, one for each topic. */
  send<T>(outputs: readonly OutputRecord[], work: () => Promise<T>): Promise<T>;
  /** The records, with the trace they come from in their headers where topics allow it. */
  carry(outputs: readonly OutputRecord[], limits: TopicLimits): readonly OutputRecord[];
}
