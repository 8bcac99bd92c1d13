import uPlotJs from "uplot/dist/uPlot.esm.js" with { type: "text" };
import uPlotCss from "uplot/dist/uPlot.min.css" with { type: "text" };

/**
 * What the page loads from `/assets/` besides its own files, by name. Imported as text: that needs no
 * permission to read, and the lock file vouches for it.
 */
export const chartLibrary: ReadonlyMap<string, string> = new Map([
  ["uPlot.esm.js", uPlotJs],
  ["uPlot.min.css", uPlotCss],
]);
