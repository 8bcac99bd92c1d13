// @ts-check
import { fillRows, make, setText } from "./elements.js";

/**
 * @typedef {{ label: string, value: string, color: string }} LegendItem
 */

/**
 * Shows the names of the lines of a chart and their values at one time.
 * @param {HTMLElement} element
 * @param {readonly LegendItem[]} items
 * @param {string} time
 */
export function showLegend(element, items, time) {
  const all = [...items.map((item, at) => ({ ...item, key: String(at) })), {
    key: "time",
    label: time,
    value: "",
    color: "",
  }];
  fillRows(element, all, {
    key: ({ key }) => key,
    create: ({ key }) => {
      return make("span", key === "time" ? "at" : "item", make("bdi", ""), make("b", ""));
    },
    update: (span, { label, value, color }) => {
      const [name, number] = span.children;
      if (name) setText(name, label);
      if (number) setText(number, value);
      if (color) span.style.setProperty("--swatch", `var(${color})`);
    },
  });
}
