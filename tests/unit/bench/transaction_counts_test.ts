import { assertEquals, assertThrows } from "@std/assert";
import { parseTransactionCounts } from "../../../bench/transaction_counts.ts";
import { shown } from "../web/shown.ts";

const text = `# TYPE login_pipeline_transactions_total counter
login_pipeline_transactions_total{stage="enrich",outcome="committed"} 1204
login_pipeline_transactions_total{stage="enrich",outcome="aborted"} 3
login_pipeline_transactions_total{stage="count",outcome="committed"} 17
`;

Deno.test("committed transactions are read for each stage, without aborted ones", () => {
  assertEquals(parseTransactionCounts(text), { enrich: 1_204, count: 17 });
});

Deno.test("the program's own metrics have them", async () => {
  using scene = shown();
  const { enrich, count } = parseTransactionCounts(await (await scene.get("/metrics")).text());
  assertEquals([enrich > 0, count > 0], [true, true]);
});

Deno.test("metrics without them are an error, not zero", () => {
  assertThrows(() => parseTransactionCounts(""), Error, "no committed transactions of enrich");
});
