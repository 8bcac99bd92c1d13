import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";

/** One thing that happened to a stage besides commits. */
export interface TimeLineEntry {
  readonly at: string;
  readonly stage: string;
  readonly event: string;
  readonly detail: string;
}

const keptEntries = 100;

/** What happened lately besides commits, newest last. */
export class TimeLine implements Listener {
  readonly #entries: TimeLineEntry[] = [];
  readonly #now: () => number;

  /** Begins with nothing; the clock gives milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  take(event: StageEvent): void {
    const detail = detailOf(event);
    if (detail === null) return;
    const at = new Date(this.#now()).toISOString();
    this.#entries.push({ at, stage: event.stage, event: event.event, detail });
    if (this.#entries.length > keptEntries) this.#entries.shift();
  }

  /** The latest hundred, newest last. */
  entries(): readonly TimeLineEntry[] {
    return [...this.#entries];
  }
}

/** What is told of an event; null for those that are too many. */
function detailOf(event: StageEvent): string | null {
  switch (event.event) {
    case "assigned":
      return event.partitions.length === 0
        ? "no partitions"
        : `partitions ${event.partitions.join(", ")}`;
    case "rebalanced":
      return "the group shares its partitions out anew";
    case "fenced":
      return `partition ${event.partition}, ${event.ms} ms`;
    case "restored":
      return `partition ${event.partition}: ${event.keys} keys, ${event.ms} ms`;
    case "paused":
      return `partition ${event.partition}: ${event.reason}`;
    case "resumed":
      return `partition ${event.partition}`;
    case "recovering":
      return `partition ${event.partition}, ${event.recovery}: ${event.reason}`;
    case "restarting":
      return event.reason;
    case "stopped":
      return "left the group";
    default:
      return null;
  }
}
