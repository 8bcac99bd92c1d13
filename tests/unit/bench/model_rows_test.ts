import { assertEquals } from "@std/assert";
import {
  fullSpeedHeading,
  fullSpeedRows,
  modelRows,
  rateHeading,
  rateRows,
} from "../../../bench/model_rows.ts";
import { modelSample } from "../../support/model_sample.ts";

Deno.test("each run at full speed is shown beside its prediction", () => {
  const measured = ["4", "2", "150", "9", "1.25", "4.17"];
  assertEquals(fullSpeedRows(modelSample), [
    ["1", "10", "250,000", "240,000", ...measured],
    ["2", "10", "333,333", "300,000", ...measured],
  ]);
});

Deno.test("each rate is shown beside its prediction, after an idle process", () => {
  assertEquals(rateRows(modelSample), [
    ["0", "", "", "", "0.02", "", "0.05", "0.03"],
    ["5,000", "300", "100", "0.44", "0.44", "0.9", "0.9", "0.07"],
  ]);
});

Deno.test("each row has a cell below each heading", () => {
  for (const row of fullSpeedRows(modelSample)) assertEquals(row.length, fullSpeedHeading.length);
  for (const row of rateRows(modelSample)) assertEquals(row.length, rateHeading.length);
});

Deno.test("each part of the model is shown with its unit", () => {
  assertEquals(modelRows(modelSample).map(([, value]) => value), [
    ...["4 µs", "2 µs", "1 µs", "1 ms", "2 ms", "400/s", "200 bytes", "100 bytes"],
  ]);
});
