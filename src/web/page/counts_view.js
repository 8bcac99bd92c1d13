// @ts-check
/** @import { CountsAnswer } from "./contract.ts" */
/** @import { CountTable } from "./count_table.js" */
/** @import { Model } from "./model.js" */
import { rankedLocales } from "./count_table.js";
import { byId, setText } from "./elements.js";
import { formatCount, formatDuration, formatWindow } from "./format.js";
import { LeadersChart } from "./leaders_chart.js";
import { Period } from "./period.js";
import { offerAllRanks, showRanking } from "./ranking.js";
import { showTileMap } from "./tile_map.js";
import { WindowTables } from "./window_tables.js";

/** Map, ranking and leaders, of all time or of the window that was chosen. */
export class CountsView {
  #period;
  #tables;
  #leaders = new LeadersChart();

  /** @param {() => void} changed */
  constructor(changed) {
    this.#period = new Period(changed);
    this.#tables = new WindowTables(askForWindow, changed);
    offerAllRanks(changed);
  }

  /** All that was asked for before is asked for again. */
  reset() {
    this.#tables.clear();
  }

  /**
   * Keeps windows right that are not the newest.
   * @param {CountsAnswer} event
   */
  take(event) {
    this.#tables.take(event);
  }

  /** @param {Model} model */
  show(model) {
    this.#period.offer(model);
    const { window } = this.#period;
    const table = this.#table(model);
    const nowMs = Date.parse(model.status.service.now);
    if (table) {
      const ranked = rankedLocales(table);
      setText(byId("counts-total"), totalOf(table, model.status.service.now));
      showTileMap(table, ranked[0]?.locale);
      showRanking(table, ranked, nowMs);
    } else setText(byId("counts-total"), "asking for this window");
    if (window === null) this.#leaders.showAllTime(model);
    else this.#leaders.showWindows(window, model.windows.get(window), this.#tables, nowMs);
  }

  /** Draws again, in other colors. */
  redraw() {
    this.#leaders.redraw();
  }

  /**
   * @param {Model} model
   * @returns {CountTable | null | undefined}
   */
  #table({ allTime, windows }) {
    const { window, start } = this.#period;
    if (window === null) return allTime;
    const newest = windows.get(window);
    if (start === null || start === newest?.windowStart) return newest;
    return this.#tables.get(window, start);
  }
}

/**
 * @param {CountTable} table
 * @param {string} now
 */
function totalOf({ window, windowStart, windowEnd, total, counts }, now) {
  const logins = `${formatCount(total)} logins in ${formatCount(counts.size)} locales`;
  if (window === null) return `${logins}, since the beginning`;
  if (windowStart === null || windowEnd === null) return `No ${formatDuration(window)} yet`;
  return `${logins}, ${formatWindow(windowStart, windowEnd, now)} UTC`;
}

/**
 * @param {string} window
 * @param {string} start
 * @returns {Promise<CountsAnswer>}
 */
async function askForWindow(window, start) {
  const answer = await fetch(`api/counts?${new URLSearchParams({ window, at: start })}`);
  if (!answer.ok) throw new Error(`api/counts answered ${answer.status}`);
  return await answer.json();
}
