// @ts-check
/** @import { PeriodCounts } from "./period_counts.js" */
/** @import { StateTile } from "./us_states.js" */
import { byId, fillRows, make, setAttribute, setText } from "./elements.js";
import { formatCount, formatShort } from "./format.js";
import { shadeBounds, shadeOf, shadeStrength } from "./scale.js";
import { stateTiles } from "./us_states.js";

/**
 * A tile for each state; more logins make it darker.
 * @param {PeriodCounts} table
 * @param {string | undefined} leader
 */
export function showTileMap(table, leader) {
  const tiles = stateTiles();
  const countOf = (/** @type {StateTile} */ { code }) => table.counts.get(code)?.count ?? 0;
  const bounds = shadeBounds(tiles.map(countOf));
  fillRows(byId("tiles"), tiles, {
    key: ({ code }) => code,
    create: createTile,
    update: (item, tile) => {
      const count = countOf(tile);
      const [, value, spoken] = item.children;
      if (value) setText(value, count === 0 ? "·" : formatShort(count));
      if (spoken) setText(spoken, `${tile.name}: ${formatCount(count)}`);
      setAttribute(item, "data-shade", String(shadeStrength(shadeOf(count, bounds), bounds)));
      setAttribute(item, "data-leads", tile.code === leader ? "yes" : null);
    },
  });
  showScale(bounds);
}

/** @param {StateTile} tile */
function createTile({ code, row, column }) {
  const letters = make("b", "", code);
  const value = make("span", "value");
  for (const seen of [letters, value]) seen.ariaHidden = "true";
  const item = make("li", "tile", letters, value, make("span", "visually-hidden"));
  item.style.gridRow = String(row);
  item.style.gridColumn = String(column);
  return item;
}

/** @param {readonly number[]} bounds */
function showScale(bounds) {
  const steps = bounds.map((least, at) => ({ least, strength: shadeStrength(at + 1, bounds) }));
  fillRows(byId("scale"), steps, {
    key: ({ strength }) => String(strength),
    create: () => make("span", "step"),
    update: (step, { least, strength }) => {
      setText(step, formatShort(least));
      setAttribute(step, "data-shade", String(strength));
    },
  });
}
