import { tableOf } from "../src/terminal/table.ts";
import { modelOf } from "./model.ts";
import type { ModelFigures } from "./model_figures.ts";
import { fullSpeedHeading, fullSpeedRows, modelRows, rateHeading, rateRows } from "./model_rows.ts";
import { planHeading, plannedLoads, planRows } from "./plan_rows.ts";
import { exampleConditions, examplePrices } from "./scale_conditions.ts";

/** Prints the measurement, the model and the example plan as tables for a terminal. */
export function printModel(figures: ModelFigures): void {
  const { machine, commit } = figures;
  console.log(
    `\n${machine.cores} cores of ${machine.model}, which the broker, the load and all processes ` +
      `share; commit ${commit}\n`,
  );
  console.log(tableOf(fullSpeedHeading, fullSpeedRows(figures)));
  console.log(`\n${tableOf(rateHeading, rateRows(figures))}`);
  console.log(`\n${tableOf(["model", "value"], modelRows(figures))}`);
  const plans = planRows(plannedLoads, modelOf(figures), exampleConditions, examplePrices);
  console.log(`\n${tableOf(planHeading, plans)}`);
}
