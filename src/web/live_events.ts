import type { CountsAnswer } from "../observe/counts_view.ts";
import type { Dashboard } from "../observe/dashboard.ts";
import { eventBytes, type EventHub, type LiveEvent } from "./event_hub.ts";

const tickMs = 250;
const statusTicks = 4;
const beatTicks = 60;

/** Tells subscribers what changes, and works only while there are any. */
export class LiveEvents {
  readonly #dashboard: Dashboard;
  readonly #hub: EventHub;
  #timer: ReturnType<typeof setInterval> | null = null;
  #ticks = 0;
  /** Made once for all who come before something changes: after a restart they come at once. */
  #snapshot: Uint8Array | null = null;

  constructor(dashboard: Dashboard, hub: EventHub) {
    this.#dashboard = dashboard;
    this.#hub = hub;
    dashboard.onStep((step) => this.#hub.send({ name: "sample", data: step }));
  }

  /** A stream that begins with the whole truth; null when there are too many already. */
  subscribe(): ReadableStream<Uint8Array> | null {
    this.#dashboard.look();
    // What changed so far is in every snapshot, or on its way to those who have theirs.
    this.#hub.send(...this.#changes());
    this.#snapshot ??= eventBytes([{ name: "snapshot", data: this.#everything() }]);
    const stream = this.#hub.subscribe(this.#snapshot);
    if (stream !== null) this.#timer ??= setInterval(() => this.#tick(), tickMs);
    return stream;
  }

  /** Ends all streams. */
  stop(): void {
    this.#rest();
    this.#hub.close();
  }

  #rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#snapshot = null;
  }

  #tick(): void {
    this.#snapshot = null;
    if (this.#hub.size === 0) return this.#rest();
    this.#ticks++;
    if (this.#ticks % beatTicks === 0) this.#hub.beat();
    const ticks = ticksFor(this.#hub.size);
    const events = this.#ticks % ticks === 0 ? this.#changes() : [];
    if (this.#ticks % Math.max(statusTicks, ticks) === 0) {
      this.#dashboard.look();
      events.push({ name: "status", data: this.#dashboard.status() });
    }
    this.#hub.send(...events);
  }

  #changes(): LiveEvent[] {
    const changes = this.#dashboard.takeChanges();
    if (changes.length > 0) this.#snapshot = null;
    return changes.map((data) => ({ name: "counts", data }));
  }

  #everything() {
    const counts = this.#dashboard.counts({ window: null, atMs: null });
    const windows: Record<string, CountsAnswer | null> = {};
    for (const window of counts?.windows ?? []) {
      windows[window] = this.#dashboard.counts({ window, atMs: null });
    }
    const { history, status } = {
      history: this.#dashboard.history(),
      status: this.#dashboard.status(),
    };
    return { status, counts, windows, history };
  }
}

/** The more read, the less often they are told anything: together they cost no more than a few. */
function ticksFor(readers: number): number {
  if (readers <= 20) return 1;
  if (readers <= 80) return 2;
  return readers <= 160 ? 4 : 8;
}
