// @ts-check
/** @import uPlotTypes from "uplot" */
/** @import { ChartOptions } from "./chart_options.js" */
// @ts-types="uplot"
import uPlot from "./uPlot.esm.js";
import { plotOptions } from "./chart_options.js";
import { byId } from "./elements.js";

/**
 * Lines over time, with the pointer shown in all charts at once. Without a value there is no chart:
 * its axes would show a scale that means nothing. The element is empty then, and says so by its style.
 */
export class TimeChart {
  /** @type {uPlotTypes | null} */
  #plot = null;
  #options;
  #element;

  /** @param {ChartOptions} options */
  constructor(options) {
    this.#options = options;
    this.#element = byId(options.id);
    new ResizeObserver(() => this.#plot?.setSize(sizeOf(this.#element))).observe(this.#element);
  }

  /**
   * Shows values by time, one list for each line.
   * @param {readonly number[]} seconds
   * @param {readonly (readonly (number | null)[])[]} values
   * @param {readonly [number, number]} span
   */
  show(seconds, values, [from, to]) {
    if (!values.some((line) => line.some((value) => value !== null))) return this.#clear();
    const data = /** @type {uPlotTypes.AlignedData} */ ([seconds, ...values]);
    const plot = this.#plot ??= this.#create(data);
    plot.batch(() => {
      plot.setData(data, false);
      plot.setScale("x", { min: from, max: to });
    });
  }

  /** Redraws after a change of theme. */
  redraw() {
    this.#plot?.redraw(false, true);
  }

  /** @param {uPlotTypes.AlignedData} data */
  #create(data) {
    const plot = new uPlot(plotOptions(this.#options, sizeOf(this.#element)), data, this.#element);
    plot.root.ariaHidden = "true";
    return plot;
  }

  #clear() {
    this.#plot?.destroy();
    this.#plot = null;
  }
}

/** @param {HTMLElement} element */
function sizeOf({ clientWidth, clientHeight }) {
  return { width: Math.max(120, clientWidth), height: Math.max(60, clientHeight) };
}
