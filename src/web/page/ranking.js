// @ts-check
/** @import { PeriodCounts, RankedLocale } from "./period_counts.js" */
import { byId, fillRows, make, makeRow, setCells, setText } from "./elements.js";
import { formatAge, formatCount, formatShare, formatShort, visible } from "./format.js";
import { stateName } from "./us_states.js";

const few = 15;
const many = 200;
const shownOthers = 14;

/**
 * The ranked locales, and beside the map those that are not states.
 * @param {PeriodCounts} table
 * @param {readonly RankedLocale[]} ranked
 * @param {number} nowMs
 */
export function showRanking(table, ranked, nowMs) {
  const limit = isWhole() ? many : few;
  const most = ranked[0]?.count ?? 1;
  fillRows(byId("ranking"), ranked.slice(0, limit), {
    key: ({ locale }) => locale,
    create: createRow,
    update: (row, { rank, locale, count, lastLogin }) => {
      const age = `${formatAge(nowMs - Date.parse(lastLogin))} ago`;
      setCells(row, String(rank), null, formatCount(count), formatShare(count, table.total), age);
      const [code, name] = row.cells[1]?.children ?? [];
      if (code) setText(code, visible(locale));
      if (name) setText(name, stateName(locale) ?? "");
      row.cells[2]?.style.setProperty("--part", String(count / most));
    },
  });
  const hidden = ranked.length - limit;
  setText(byId("ranking-rest"), hidden > 0 ? `and ${formatCount(hidden)} more` : "");
  byId("ranking-more").hidden = ranked.length <= few;
  showOthers(ranked.filter(({ locale }) => stateName(locale) === null));
}

/**
 * Makes the button switch between many ranks and few.
 * @param {() => void} changed
 */
export function offerAllRanks(changed) {
  const button = byId("ranking-more", HTMLButtonElement);
  button.addEventListener("click", () => {
    button.ariaExpanded = String(!isWhole());
    setText(button, isWhole() ? `Show ${few}` : `Show ${many}`);
    changed();
  });
}

function isWhole() {
  return byId("ranking-more").ariaExpanded === "true";
}

function createRow() {
  const row = makeRow("number rank", "head locale", "number bar", "number", "number quiet");
  row.cells[1]?.append(make("bdi", ""), make("small", ""));
  return row;
}

/** @param {readonly RankedLocale[]} others */
function showOthers(others) {
  fillRows(byId("others"), others.slice(0, shownOthers), {
    key: ({ locale }) => locale,
    create: () => make("li", "", make("bdi", ""), make("span", "number")),
    update: (item, { locale, count }) => {
      const [name, value] = item.children;
      const shown = visible(locale);
      if (name) setText(name, shown);
      if (value) setText(value, formatShort(count));
      item.title = shown;
    },
  });
  const rest = others.slice(shownOthers);
  const logins = rest.reduce((sum, { count }) => sum + count, 0);
  setText(
    byId("others-rest"),
    others.length === 0
      ? "None"
      : rest.length === 0
      ? ""
      : `and ${formatCount(rest.length)} more with ${formatCount(logins)}`,
  );
}
