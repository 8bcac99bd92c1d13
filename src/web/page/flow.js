// @ts-check
/** @import { FlowKey, FlowNumbers } from "../../contract/flow.ts" */
/** @import { Model } from "./model.js" */
import { byId, setAttribute, setText } from "./elements.js";
import { formatCount, formatRate } from "./format.js";

/**
 * Shows totals and rates on the edges, and animates the edges where records flow.
 * @param {Model} model
 */
export function showFlow({ status: { flow, topics, partitions } }) {
  const root = byId("flow");
  for (const [element, key] of marked(root, "total")) {
    setText(element, formatCount(numberOf(flow.totals, key)));
  }
  for (const [element, key] of marked(root, "rate")) {
    setText(element, formatRate(numberOf(flow.perSecond, key)));
  }
  for (const [element, key] of marked(root, "edge")) {
    setAttribute(element, "data-flows", numberOf(flow.perSecond, key) > 0 ? "yes" : "no");
  }
  for (const [element, key] of marked(root, "topic")) {
    setText(element, topics[/** @type {keyof typeof topics} */ (key)]);
  }
  for (const [element, stage] of marked(root, "stage")) {
    const all = partitions.filter((partition) => partition.stage === stage);
    const ours = all.filter(({ isOurs }) => isOurs).length;
    setText(element, `${ours} of ${all.length} partitions here`);
  }
  setAttribute(byId("letters-exit"), "data-some", flow.totals.rejected > 0 ? "yes" : null);
}

/**
 * @param {HTMLElement} root
 * @param {string} name
 * @returns {[HTMLElement, string][]}
 */
function marked(root, name) {
  /** @type {NodeListOf<HTMLElement>} */
  const elements = root.querySelectorAll(`[data-${name}]`);
  return [...elements].map((element) => [element, element.dataset[name] ?? ""]);
}

/**
 * @param {FlowNumbers} numbers
 * @param {string} key
 */
function numberOf(numbers, key) {
  return numbers[/** @type {FlowKey} */ (key)] ?? 0;
}
