// @ts-check
/** @import { Model } from "./model.js" */
import { Connection } from "./connection.js";
import { CountsSection } from "./counts_section.js";
import { showDeadLetters } from "./dead_letters.js";
import { showFlow } from "./flow.js";
import { showHeadline, showLost, showService } from "./headline.js";
import { HistoryCharts } from "./history_charts.js";
import { listen } from "./live.js";
import { loadedSnapshot } from "./loaded_snapshot.js";
import { modelOf, withCounts, withSample, withStatus } from "./model.js";
import { showPartitions } from "./partitions.js";
import { showRebalances } from "./rebalances.js";
import { showSchemas } from "./schemas.js";
import { offerThemes } from "./theme_choice.js";

const drawMs = 100;

/** Shows the state of the pipeline for as long as the page is open. */
function start() {
  const loaded = loadedSnapshot();
  let model = loaded === null ? null : modelOf(loaded);
  /** @type {number | null} */
  let drawing = null;
  const connection = new Connection();
  const counts = new CountsSection(changed);
  const charts = new HistoryCharts();

  // Not at the next frame: a background tab has none, and its title has to stay true.
  function changed() {
    drawing ??= setTimeout(draw, drawMs);
  }

  function draw() {
    drawing = null;
    if (connection.isLost) showLost(model);
    if (model === null || connection.isLost) return;
    showService(model);
    showHeadline(model);
    showFlow(model);
    counts.show(model);
    charts.show(model);
    showRebalances(model);
    showPartitions(model);
    showDeadLetters(model);
    showSchemas(model);
  }

  /**
   * @template Event
   * @param {(model: Model, event: Event) => Model} change
   */
  function changing(change) {
    return (/** @type {Event} */ event) => {
      if (model !== null) model = change(model, event);
      changed();
    };
  }

  draw();
  listen({
    snapshot: (snapshot) => {
      model = modelOf(snapshot);
      counts.reset();
      connection.opened();
      changed();
    },
    counts: (event) => {
      counts.take(event);
      changing(withCounts)(event);
    },
    status: changing(withStatus),
    sample: changing(withSample),
    lost: () => {
      connection.lost();
      changed();
    },
  });
  setInterval(() => connection.tick(), 1000);
  offerThemes(() => {
    counts.redraw();
    charts.redraw();
  });
}

start();
