// @ts-check
/** @import { Model } from "./model.js" */
import { byId, fillRows, makeRow, setCells, setText } from "./elements.js";
import { formatCount, formatShare, formatTime } from "./format.js";

/**
 * Dead letters by cause, and the newest ones; never a value of a record.
 * @param {Model} model
 */
export function showDeadLetters({ status: { deadLetters, topics } }) {
  const { total, byCause, newest } = deadLetters;
  setText(
    byId("letters-total"),
    total === 0
      ? "None since this instance started"
      : `${formatCount(total)} to ${topics.deadLetters}`,
  );
  const most = byCause.reduce((count, cause) => Math.max(count, cause.count), 1);
  const ranked = [...byCause].sort((a, b) => b.count - a.count || (a.cause < b.cause ? -1 : 1));
  fillRows(byId("causes"), ranked, {
    key: ({ cause }) => cause,
    create: () => makeRow("head mono", "number bar", "number"),
    update: (row, { cause, count }) => {
      setCells(row, cause, formatCount(count), formatShare(count, total));
      row.cells[1]?.style.setProperty("--part", String(count / most));
    },
  });
  const byTime = [...newest].sort((a, b) => timeOf(b) - timeOf(a));
  fillRows(byId("letters"), byTime, {
    key: ({ topic, partition, offset }) => `${topic}/${partition}/${offset}`,
    create: () => makeRow("mono", "head mono", ""),
    update: (row, { at, partition, offset, cause, message }) =>
      setCells(row, at === null ? "—" : formatTime(at), `${partition}:${offset}`, message || cause),
  });
}

/**
 * The time of a dead letter; those without a displayable time come last.
 * @param {{ at: string | null }} letter
 */
function timeOf({ at }) {
  return at === null ? 0 : Date.parse(at);
}
