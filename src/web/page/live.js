// @ts-check
/** @import { ChangedCounts } from "../../contract/counts.ts" */
/** @import { Step } from "../../contract/history.ts" */
/** @import { Snapshot } from "../../contract/snapshot.ts" */
/** @import { Status } from "../../contract/status.ts" */

/**
 * Receives what the server sends, and the loss of the connection.
 * @typedef {object} Listener
 * @property {(snapshot: Snapshot) => void} snapshot
 * @property {(counts: ChangedCounts) => void} counts
 * @property {(status: Status) => void} status
 * @property {(sample: Step) => void} sample
 * @property {() => void} lost
 */

const retryMs = 1000;
/** The server sends a status every second: after this long without an event, the connection is dead. */
const silenceMs = 6000;

/**
 * Listens to the server's events for as long as the page is open. Every connection starts with a
 * snapshot; an event before it would belong to an unknown state and is dropped.
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

  // The browser's own reconnection gives up after any response other than 200.
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
