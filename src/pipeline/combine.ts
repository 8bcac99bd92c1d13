import type { Login } from "./login_fields.ts";
import type { RecordTime } from "./record_time.ts";
import { TextMap } from "./text_map.ts";
import {
  advanceStreamTime,
  isExpired,
  type Window,
  windowIdOf,
  windowOf,
  type WindowSize,
} from "./window.ts";

/** Which windows are counted besides all time, and how long after its end a window takes logins. */
export interface WindowSettings {
  readonly sizes: readonly WindowSize[];
  readonly retentionMs: number;
}

/** The header of a delta that says how far its logins move stream time; only with windows. */
export const streamTimeHeader = "login-pipeline.stream-time";

/** The part of a login that counting needs. */
export type CountedLogin = Pick<Login, "locale" | "timestampMs">;

/** How much a batch adds to one count. */
export interface Delta {
  readonly locale: string;
  /** null for the all-time count. */
  readonly window: Window | null;
  logins: number;
  /** The latest login counted, milliseconds since the epoch. */
  lastLoginMs: number;
  /** The latest Kafka timestamp among the records counted. */
  timestamp: RecordTime;
  /** How far the logins counted move stream time, milliseconds since the epoch. */
  streamTimeMs: number;
}

/**
 * Adds up the logins of a batch by locale and window (a map-side combine). The count stage then gets
 * a handful of records for thousands of logins.
 */
export class Combiner {
  readonly #settings: WindowSettings;
  readonly #allTime = new TextMap<Delta>();
  readonly #windowed = new TextMap<Delta>();
  #streamTimeMs: number;
  #lateLogins = 0;

  /** Starts from the stream time that the partition has reached. */
  constructor(settings: WindowSettings, streamTimeMs: number) {
    this.#settings = settings;
    this.#streamTimeMs = streamTimeMs;
  }

  /** The latest event time seen, milliseconds since the epoch. */
  get streamTimeMs(): number {
    return this.#streamTimeMs;
  }

  /** How many times a login was too late for a window and counted only in all time. */
  get lateLogins(): number {
    return this.#lateLogins;
  }

  /** Counts one login in all time and in each window that is still open. */
  add({ locale, timestampMs }: CountedLogin, recordTimestamp: RecordTime): void {
    raise(this.#allTime, locale, locale, null, timestampMs, recordTimestamp);
    // Lateness is decided per record, while their order is known. So the same logins are late,
    // however the stream is split into batches.
    for (const { sizeMs } of this.#settings.sizes) {
      const id = windowIdOf(timestampMs, sizeMs);
      const window = windowOf(id, sizeMs);
      if (isExpired(window.endMs, this.#streamTimeMs, this.#settings.retentionMs)) {
        this.#lateLogins++;
      } else {
        const key = `${sizeMs}/${id}/${locale}`;
        raise(this.#windowed, key, locale, window, timestampMs, recordTimestamp);
      }
    }
    this.#streamTimeMs = advanceStreamTime(this.#streamTimeMs, timestampMs, recordTimestamp);
  }

  /** Moves stream time as if the login were counted. */
  pass({ timestampMs }: CountedLogin, recordTimestamp: RecordTime): void {
    this.#streamTimeMs = advanceStreamTime(this.#streamTimeMs, timestampMs, recordTimestamp);
  }

  /** The deltas. Windows come first and by time, so that none closes another. */
  deltas(): Delta[] {
    const windowed = [...this.#windowed.values()];
    windowed.sort((a, b) => a.lastLoginMs - b.lastLoginMs);
    return [...windowed, ...this.#allTime.values()];
  }
}

function raise(
  deltas: TextMap<Delta>,
  key: string,
  locale: string,
  window: Window | null,
  loginMs: number,
  timestamp: RecordTime,
): void {
  const delta = deltas.get(key);
  if (delta === undefined) {
    const streamTimeMs = advanceStreamTime(0, loginMs, timestamp);
    deltas.set(key, { locale, window, logins: 1, lastLoginMs: loginMs, timestamp, streamTimeMs });
    return;
  }
  delta.logins++;
  delta.streamTimeMs = advanceStreamTime(delta.streamTimeMs, loginMs, timestamp);
  if (loginMs > delta.lastLoginMs) delta.lastLoginMs = loginMs;
  if (timestamp > delta.timestamp) delta.timestamp = timestamp;
}
