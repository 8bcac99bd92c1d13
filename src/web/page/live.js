// @ts-check
/** @import { CountsAnswer, SampleEvent, Snapshot, Status } from "./contract.ts" */

/**
 * Who is told what the server says, and whether it says anything.
 * @typedef {object} Listener
 * @property {(snapshot: Snapshot) => void} snapshot
 * @property {(counts: CountsAnswer) => void} counts
 * @property {(status: Status) => void} status
 * @property {(sample: SampleEvent) => void} sample
 * @property {() => void} lost
 */

const retryMs = 1000;
/** A status comes each second: after this long without any event, the line is dead. */
const silenceMs = 6000;

/**
 * Listens to the server's events for as long as the page is open. Every connection begins with a
 * snapshot; what comes before it belongs to no state that is known, and is left out.
 * @param {Listener} listener
 */
export function listen(listener) {
  const source = new EventSource("api/events");
  let hasSnapshot = false;
  let watchdog = setTimeout(again, silenceMs);

  /**
   * @template Data
   * @param {(data: Data) => void} take
   * @param {boolean} [isSnapshot]
   */
  function taking(take, isSnapshot = false) {
    return (/** @type {MessageEvent<string>} */ { data }) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(again, silenceMs);
      hasSnapshot ||= isSnapshot;
      if (hasSnapshot) take(JSON.parse(data));
    };
  }

  // The browser's own way to connect again gives up at any answer but 200, so it is not used.
  function again() {
    clearTimeout(watchdog);
    source.close();
    listener.lost();
    setTimeout(() => listen(listener), retryMs);
  }

  source.addEventListener("snapshot", taking(listener.snapshot, true));
  source.addEventListener("counts", taking(listener.counts));
  source.addEventListener("status", taking(listener.status));
  source.addEventListener("sample", taking(listener.sample));
  source.addEventListener("error", again);
}
