import { assertEquals } from "@std/assert";
import {
  isUncounted,
  readEnrichMemo,
  writeEnrichMemo,
  writeRules,
} from "../../../src/pipeline/enrich_memo.ts";
import type { RuleSpan } from "../../../src/pipeline/rules.ts";

const streamTimeMs = 1_720_576_825_000;
const spans: readonly RuleSpan[] = [
  { from: 0, rules: { COUNTS: "true", COUNT_WINDOWS: "" }, isBackdated: false },
  { from: 50, rules: { COUNTS: "true", COUNT_WINDOWS: "PT1M,PT1H" }, isBackdated: true },
];

Deno.test("a memo gives back stream time, rules, and whether logins were counted", () => {
  for (const isCounted of [true, false]) {
    for (const rules of [[], spans]) {
      const text = writeEnrichMemo(streamTimeMs, isCounted, writeRules(rules));
      assertEquals(readEnrichMemo(text), { streamTimeMs, isCounted, spans: rules });
      assertEquals(isUncounted(text), !isCounted);
    }
  }
});

Deno.test("a memo of a version that wrote no rules is ours", () => {
  assertEquals(readEnrichMemo("5"), { streamTimeMs: 5, isCounted: true, spans: [] });
  assertEquals(readEnrichMemo("uncounted 5")?.isCounted, false);
});

Deno.test("what another program has left beside an offset is no memo", () => {
  const texts = ["", "a tool's", "uncounted", "5 x", "5 [[-]]", '5 [[0,{"COUNTS":1}]]', "-1", "{}"];
  for (const text of texts) assertEquals(readEnrichMemo(text), null, text);
});
