import uPlotJs from "uplot/dist/uPlot.esm.js" with { type: "text" };
import uPlotCss from "uplot/dist/uPlot.min.css" with { type: "text" };

/**
 * Files that the page loads from `/assets/` besides its own, by name. They are imported as text: that
 * needs no read permission, and the lock file pins them.
 */
export const chartLibrary: ReadonlyMap<string, string> = new Map([
  ["uPlot.esm.js", uPlotJs],
  ["uPlot.min.css", uPlotCss],
]);
