import { assertEquals } from "@std/assert";
import { isUncounted, readEnrichMemo, writeEnrichMemo } from "../../../src/pipeline/enrich_memo.ts";

Deno.test("a memo gives stream time back, whether logins were counted or not", () => {
  for (const isCounted of [true, false]) {
    assertEquals(readEnrichMemo(writeEnrichMemo(1_720_576_825_000, isCounted)), 1_720_576_825_000);
  }
});

Deno.test("a memo tells whether logins were counted", () => {
  assertEquals(isUncounted(writeEnrichMemo(5, false)), true);
  assertEquals(isUncounted(writeEnrichMemo(5, true)), false);
  assertEquals(isUncounted(""), false);
});

Deno.test("stream time begins at 0 beside a text that tells none", () => {
  assertEquals([readEnrichMemo(""), readEnrichMemo("a tool's")], [0, 0]);
});
