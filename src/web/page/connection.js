// @ts-check
import { byId, setText } from "./elements.js";
import { formatAge, formatTime } from "./format.js";

/**
 * Shows whether the page is live: a banner says since when it is not. What is said aloud changes
 * only when this does.
 */
export class Connection {
  /** @type {number | null} */
  #lostAtMs = null;
  #hasOpened = false;

  /** Whether nothing new can be known. */
  get isLost() {
    return this.#lostAtMs !== null;
  }

  /** The server has told everything there is to know. */
  opened() {
    document.body.dataset["connection"] = "live";
    byId("offline").hidden = true;
    if (this.#lostAtMs !== null && this.#hasOpened) announce("Connected again");
    this.#lostAtMs = null;
    this.#hasOpened = true;
  }

  /** The server is silent; it may be so many times over without anybody being told again. */
  lost() {
    if (this.#lostAtMs !== null) return;
    this.#lostAtMs = Date.now();
    document.body.dataset["connection"] = "lost";
    this.tick();
    byId("offline").hidden = false;
    announce(`No connection since ${formatTime(this.#lostAtMs)} UTC`);
  }

  /** Tells how long it has been. */
  tick() {
    if (this.#lostAtMs === null) return;
    const since = `${formatTime(this.#lostAtMs)} UTC, ${
      formatAge(Date.now() - this.#lostAtMs)
    } ago`;
    const rest = this.#hasOpened
      ? "What you see is as of then. Connecting again each second."
      : "Connecting again each second.";
    setText(byId("offline"), `No connection since ${since}. ${rest}`);
  }
}

/**
 * Says something once to those who do not see it.
 * @param {string} text
 */
export function announce(text) {
  setText(byId("announcement"), text);
}
