import type { PipelineView } from "../observe/pipeline_view.ts";
import { eventBytes, type EventHub, type LiveEvent } from "./event_hub.ts";

const tickMs = 250;
const statusTicks = 4;
const beatTicks = 60;

/** Sends changes to subscribers; does nothing while there are none. */
export class LiveEvents {
  readonly #pipeline: PipelineView;
  readonly #hub: EventHub;
  #timer: ReturnType<typeof setInterval> | null = null;
  #ticks = 0;
  /** Shared by subscribers until something changes: after a restart, all pages connect at once. */
  #snapshot: Uint8Array | null = null;

  /** Sends nothing until someone subscribes. */
  constructor(pipeline: PipelineView, hub: EventHub) {
    this.#pipeline = pipeline;
    this.#hub = hub;
    pipeline.onStep((step) => this.#hub.send({ name: "sample", data: step }));
  }

  /** A stream that starts with a snapshot; null when there are too many subscribers. */
  subscribe(): ReadableStream<Uint8Array> | null {
    this.#pipeline.look();
    // The new snapshot contains these changes; earlier subscribers get them as an event.
    this.#hub.send(...this.#changes());
    this.#snapshot ??= eventBytes([{ name: "snapshot", data: this.#pipeline.snapshot() }]);
    const stream = this.#hub.subscribe(this.#snapshot);
    if (stream !== null) this.#timer ??= setInterval(() => this.#tick(), tickMs);
    return stream;
  }

  /** Ends all streams. */
  stop(): void {
    this.#sleep();
    this.#hub.close();
  }

  #sleep(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#snapshot = null;
  }

  #tick(): void {
    this.#snapshot = null;
    if (this.#hub.size === 0) return this.#sleep();
    this.#ticks++;
    if (this.#ticks % beatTicks === 0) this.#hub.beat();
    const ticks = ticksFor(this.#hub.size);
    const events = this.#ticks % ticks === 0 ? this.#changes() : [];
    if (this.#ticks % Math.max(statusTicks, ticks) === 0) {
      this.#pipeline.look();
      events.push({ name: "status", data: this.#pipeline.status() });
    }
    this.#hub.send(...events);
  }

  #changes(): LiveEvent[] {
    const changes = this.#pipeline.takeChanges();
    if (changes.length > 0) this.#snapshot = null;
    return changes.map((data) => ({ name: "counts", data }));
  }
}

/** More readers get fewer events, so that many cost no more than a few. */
function ticksFor(readers: number): number {
  if (readers <= 20) return 1;
  if (readers <= 80) return 2;
  return readers <= 160 ? 4 : 8;
}
