import { assertEquals } from "@std/assert";
import { modelOf } from "../../../bench/model.ts";
import { planHeading, plannedLoads, planRows } from "../../../bench/plan_rows.ts";
import { exampleConditions, examplePrices } from "../../../bench/scale_conditions.ts";
import { modelSample } from "../../support/model_sample.ts";

const model = modelOf(modelSample);

Deno.test("a plan has a row for each load, and says what decides the number of brokers", () => {
  const rows = planRows(plannedLoads, model, exampleConditions, examplePrices);
  const shown = rows.map(([load, processes, , partitions, brokers]) =>
    [load, processes, partitions, brokers].join(", ")
  );
  assertEquals(shown, [
    "10,000, 1, 2, 3 (the least)",
    "100,000, 1, 2, 3 (the least)",
    "1,000,000, 7, 20, 4 (cores)",
    "10,000,000, 67, 200, 35 (cores)",
  ]);
  for (const row of rows) assertEquals(row.length, planHeading.length);
});
