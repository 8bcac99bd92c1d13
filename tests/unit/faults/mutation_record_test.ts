import { assertEquals } from "@std/assert";
import { mergedRows } from "../../faults/mutation_record.ts";

function row(rule: string, seconds: number) {
  return { rule, without: "harm", scenario: "a promise", seconds };
}

Deno.test("the record keeps the rows of rules that were not tried, in the order of the table", () => {
  const tried = [{ ...row("fence", 2), objection: null }];
  const rows = mergedRows([row("seek", 1), row("fence", 1)], tried, ["fence", "seek"]);
  assertEquals(rows, [row("fence", 2), row("seek", 1)]);
});

Deno.test("the record drops the row of a rule that is no longer caught or no longer in the table", () => {
  const tried = [{ ...row("fence", 2), objection: "it passes all the same" }];
  assertEquals(mergedRows([row("fence", 1), row("old", 1)], tried, ["fence"]), []);
});
