import type { CountsAnswer } from "../observe/counts_view.ts";
import type { Dashboard } from "../observe/dashboard.ts";
import type { EventHub } from "./event_hub.ts";

const countsEveryMs = 250;
const statusEveryMs = 1_000;
const beatEveryMs = 15_000;

/** Tells subscribers what changes, and works only while there are any. */
export class LiveEvents {
  readonly #dashboard: Dashboard;
  readonly #hub: EventHub;
  #timers: ReturnType<typeof setInterval>[] = [];

  constructor(dashboard: Dashboard, hub: EventHub) {
    this.#dashboard = dashboard;
    this.#hub = hub;
    dashboard.onStep((step) => this.#hub.send("sample", step));
  }

  /** A stream that begins with the whole truth; null when there are too many already. */
  subscribe(): ReadableStream<Uint8Array> | null {
    this.#dashboard.look();
    // What changed so far is in every snapshot, or on its way to those who have theirs.
    this.#tellCounts();
    const stream = this.#hub.subscribe("snapshot", this.#snapshot());
    if (stream !== null && this.#timers.length === 0) this.#begin();
    return stream;
  }

  /** Ends all streams. */
  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#hub.close();
  }

  #begin(): void {
    this.#timers = [
      setInterval(() => this.#tellCounts(), countsEveryMs),
      setInterval(() => this.#tellStatus(), statusEveryMs),
      setInterval(() => this.#hub.beat(), beatEveryMs),
    ];
  }

  #tellCounts(): void {
    for (const counts of this.#dashboard.takeChanges()) this.#hub.send("counts", counts);
  }

  #tellStatus(): void {
    if (this.#hub.size === 0) {
      for (const timer of this.#timers) clearInterval(timer);
      this.#timers = [];
      return;
    }
    this.#dashboard.look();
    this.#hub.send("status", this.#dashboard.status());
  }

  #snapshot() {
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
