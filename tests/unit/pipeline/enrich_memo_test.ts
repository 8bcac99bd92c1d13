import { assertEquals } from "@std/assert";
import {
  isUncounted,
  readEnrichMemo,
  writeEnrichMemo,
  writeStanding,
} from "../../../src/pipeline/enrich_memo.ts";
import type { RuleSpan } from "../../../src/pipeline/rules.ts";

const streamTimeMs = 1_720_576_825_000;
const spans: readonly RuleSpan[] = [
  { from: 0, rules: { COUNTS: "true", COUNT_WINDOWS: "" }, isBackdated: false },
  { from: 50, rules: { COUNTS: "true", COUNT_WINDOWS: "PT1M,PT1H" }, isBackdated: true },
];

const standings = [[], spans].flatMap((rules) =>
  [null, { offset: 40, logStart: 30 }].map((beginning) => ({ spans: rules, beginning }))
);

Deno.test("readEnrichMemo() reads stream time, beginning, rules and whether logins were counted", () => {
  for (const isCounted of [true, false]) {
    for (const standing of standings) {
      const text = writeEnrichMemo(streamTimeMs, isCounted, writeStanding(standing));
      assertEquals(readEnrichMemo(text), { streamTimeMs, isCounted, ...standing });
      assertEquals(isUncounted(text), !isCounted);
    }
  }
});

Deno.test("readEnrichMemo() reads a memo of a version that wrote no rules", () => {
  assertEquals(readEnrichMemo("5"), {
    streamTimeMs: 5,
    isCounted: true,
    spans: [],
    beginning: null,
  });
  assertEquals(readEnrichMemo("uncounted 5")?.isCounted, false);
});

Deno.test("readEnrichMemo() is null for metadata of another program", () => {
  const texts = [
    "",
    "a tool's",
    "uncounted",
    "5 x",
    "5 begun 1",
    "5 [[-]]",
    '5 [[0,{"COUNTS":1}]]',
    "-1",
    "{}",
  ];
  for (const text of texts) assertEquals(readEnrichMemo(text), null, text);
});
