import type { TimelineEntry } from "../contract/status.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";

const keptEntries = 100;

/** The latest events of the stages other than commits. */
export class Timeline implements Listener {
  readonly #entries: TimelineEntry[] = [];
  readonly #now: () => number;

  /** Starts empty; the clock returns milliseconds. */
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

  /** The latest 100, oldest first. */
  entries(): readonly TimelineEntry[] {
    return [...this.#entries];
  }
}

/** What an event says; null for events that are too frequent to list. */
function detailOf(event: StageEvent): string | null {
  switch (event.event) {
    case "assigned":
      return event.partitions.length === 0
        ? "no partitions"
        : `partitions ${event.partitions.join(", ")}`;
    case "rebalanced":
      return "the group reassigns its partitions";
    case "connected":
      return `${event.protocol} transaction protocol: ${event.reason}`;
    case "waiting":
    case "swept":
      return event.reason;
    case "restored":
      return `${event.partitions} partitions: ${event.keys} keys, ${event.ms} ms`;
    case "owned":
      return `${event.partitions.length} partitions, ${event.ms} ms`;
    case "paused":
      return `partition ${event.partition}: ${event.reason}`;
    case "resumed":
      return `partition ${event.partition}`;
    case "recovering":
      return `${event.recovery}: ${event.reason}`;
    case "restarting":
      return event.reason;
    case "stopped":
      return "left the group";
    default:
      return null;
  }
}
