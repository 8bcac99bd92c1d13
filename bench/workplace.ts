import type { Ground } from "./ground.ts";
import type { Report } from "./report_line.ts";

/** What every measurement needs: a Kafka, somebody who listens, and an end that may come early. */
export interface Workplace {
  readonly ground: Ground;
  readonly report: Report;
  readonly signal: AbortSignal;
}
