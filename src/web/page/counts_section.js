// @ts-check
/** @import { ChangedCounts, Counts } from "../../contract/counts.ts" */
/** @import { PeriodCounts } from "./period_counts.js" */
/** @import { Model } from "./model.js" */
import { rankedLocales } from "./period_counts.js";
import { byId, setText } from "./elements.js";
import { formatCount, formatDuration, formatWindow } from "./format.js";
import { LeadersChart } from "./leaders_chart.js";
import { Period } from "./period.js";
import { offerAllRanks, showRanking } from "./ranking.js";
import { showTileMap } from "./tile_map.js";
import { PastWindows } from "./past_windows.js";

/** Map, ranking, and leaders of all time or of the chosen window. */
export class CountsSection {
  #period;
  #tables;
  #leaders = new LeadersChart();

  /** @param {() => void} changed */
  constructor(changed) {
    this.#period = new Period(changed);
    this.#tables = new PastWindows(askForWindow, changed);
    offerAllRanks(changed);
  }

  /** Forgets past windows, so that they are fetched again. */
  reset() {
    this.#tables.clear();
  }

  /**
   * Updates windows before the newest.
   * @param {ChangedCounts} event
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
    } else setText(byId("counts-total"), "loading this window");
    if (window === null) this.#leaders.showAllTime(model);
    else this.#leaders.showWindows(window, model.windows.get(window), this.#tables, nowMs);
  }

  /** Redraws after a change of theme. */
  redraw() {
    this.#leaders.redraw();
  }

  /**
   * @param {Model} model
   * @returns {PeriodCounts | null | undefined}
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
 * @param {PeriodCounts} table
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
 * @returns {Promise<Counts>}
 */
async function askForWindow(window, start) {
  const answer = await fetch(`api/counts?${new URLSearchParams({ window, at: start })}`);
  if (!answer.ok) throw new Error(`api/counts answered ${answer.status}`);
  return await answer.json();
}
