// @ts-check
import { byId, setText } from "./elements.js";
import { formatAge, formatTime } from "./format.js";

/**
 * Shows whether the page is live; a banner says since when it is not. Screen readers hear only
 * changes.
 */
export class Connection {
  /** @type {number | null} */
  #lostAtMs = null;
  #hasOpened = false;

  /** Whether the connection is lost. */
  get isLost() {
    return this.#lostAtMs !== null;
  }

  /** The server has sent a snapshot. */
  opened() {
    document.body.dataset["connection"] = "live";
    byId("offline").hidden = true;
    if (this.#lostAtMs !== null && this.#hasOpened) announce("Reconnected");
    this.#lostAtMs = null;
    this.#hasOpened = true;
  }

  /** The connection is lost; further calls before a snapshot change nothing. */
  lost() {
    if (this.#lostAtMs !== null) return;
    this.#lostAtMs = Date.now();
    document.body.dataset["connection"] = "lost";
    this.tick();
    byId("offline").hidden = false;
    announce(`No connection since ${formatTime(this.#lostAtMs)} UTC`);
  }

  /** Updates the time since the connection was lost. */
  tick() {
    if (this.#lostAtMs === null) return;
    const since = `${formatTime(this.#lostAtMs)} UTC, ${
      formatAge(Date.now() - this.#lostAtMs)
    } ago`;
    const rest = this.#hasOpened
      ? "The page shows the state of that time. Reconnecting every second."
      : "Reconnecting every second.";
    setText(byId("offline"), `No connection since ${since}. ${rest}`);
  }
}

/**
 * Announces a text to screen readers.
 * @param {string} text
 */
export function announce(text) {
  setText(byId("announcement"), text);
}
