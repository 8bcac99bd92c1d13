import { assertEquals, assertStringIncludes } from "@std/assert";
import { scaleParts } from "../../../../tools/docs/scale_parts.ts";
import { modelSample } from "../../../support/model_sample.ts";

function markdownOf(name: string, figures = modelSample): string {
  return scaleParts(figures).find((part) => part.name === name)!.markdown;
}

Deno.test("scaleParts() shows command, date, commit, machine and versions of the measurement", () => {
  const text = markdownOf("model run");
  for (
    const part of [
      "`deno task bench:model --count 1000000`, 2026-11-30, commit abc1234",
      "1,000,000 logins in each run",
      "2 cores of a processor, 24 GB",
      "Kafka 4.3.1, Deno 2.9.6",
    ]
  ) assertStringIncludes(text, part);
});

Deno.test("scaleParts() says if the runs were too short", () => {
  const fullSpeed = modelSample.fullSpeed.map((run) => ({ ...run, logins: 20_000 }));
  const warning = "too short for figures worth quoting";
  assertStringIncludes(markdownOf("model run", { ...modelSample, fullSpeed }), warning);
  assertEquals(markdownOf("model run").includes(warning), false);
});

Deno.test("scaleParts() shows the model, and a plan for each of four loads", () => {
  assertStringIncludes(markdownOf("model"), "| our CPU for a transaction | 1 ms |");
  const rows = markdownOf("plan").split("\n").slice(2);
  assertEquals(rows.map((row) => row.split(" | ")[0]), [
    ...["| 10,000", "| 100,000", "| 1,000,000", "| 10,000,000"],
  ]);
});

Deno.test("scaleParts() says what of a plan is a choice, an assumption, or an example", () => {
  const text = markdownOf("conditions");
  for (
    const row of [
      "| used of all cores, networks and disks | 60 % | choice |",
      "| 50 % of what the leader does | assumption, not measured |",
      "| a core | 0.04 $ an hour | example price |",
      "| disk | 0.08 $ per GB and month | example price |",
      "| between zones | 0.01 $ per GB | example price |",
    ]
  ) assertStringIncludes(text, row);
});

Deno.test("scaleParts() shows predictions beside what was measured", () => {
  assertStringIncludes(markdownOf("full speed"), "| 2 | 10 | 333,333 | 300,000 |");
  assertStringIncludes(markdownOf("rates"), "| 5,000 | 300 | 100 | 0.44 | 0.44 | 0.9 | 0.9 |");
});
