import type { Ground } from "./ground.ts";
import type { Report } from "./report_line.ts";

/** What every measurement needs: a Kafka, a listener, and a signal that ends it early. */
export interface Workplace {
  readonly ground: Ground;
  /** The processes of all brokers. */
  readonly brokerPids: readonly number[];
  readonly report: Report;
  readonly signal: AbortSignal;
}
