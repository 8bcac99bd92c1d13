import { assertEquals, assertRejects } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import { writeEnrichMemo, writeStanding } from "../../../src/pipeline/enrich_memo.ts";
import { twoStages } from "../../../src/pipeline/two_stages.ts";
import { confirmRules } from "../../../src/runner/confirm_rules.ts";
import type { StageSettings } from "../../../src/runner/stage_settings.ts";
import { pipelineSettings } from "../../support/pipeline_settings.ts";

const rules = { enrich: { MAX_VALUE_BYTES: "5" }, count: {} };
const { enrich } = twoStages({ ...pipelineSettings, rules });

function memoOf(MAX_VALUE_BYTES: string): string {
  const span = { from: 0, rules: { MAX_VALUE_BYTES }, isBackdated: false };
  return writeEnrichMemo(1, true, writeStanding({ spans: [span], beginning: null }));
}

/** A group with these memos in its partitions now, and these once no transaction is open. */
function groupOf(memos: readonly (string | null)[], settled: readonly (string | null)[] = memos) {
  const asked: number[] = [];
  const positionOf = (memo: string | null) => memo === null ? null : { offset: 1, memo };
  const positions = {
    all: () => Promise.resolve(memos.map(positionOf)),
    settled: (_group: string, _topic: string, partitions: readonly number[]) => {
      asked.push(...partitions);
      const found = partitions.map((each) => [each, positionOf(settled[each] ?? null)] as const);
      return Promise.resolve(new Map(found.filter(([, position]) => position !== null)));
    },
  };
  const settings = { stage: enrich, appId: "app", inputTopic: "in", cluster: { positions } };
  return { settings: settings as unknown as StageSettings<unknown, unknown>, asked };
}

Deno.test("different rules are rejected, with both values and the remedy", async () => {
  for (const moment of ["before the first record", "after the first commit"] as const) {
    const { settings } = groupOf([memoOf("5"), memoOf("7")]);
    const error = await assertRejects(
      () => confirmRules(settings, moment),
      FatalError,
      'Cannot process in: MAX_VALUE_BYTES is "5" here, but the pipeline has run with "7"',
    );
    assertEquals(error.action.includes("start with MAX_VALUE_BYTES=7"), true);
  }
});

Deno.test("a commit whose end marker is not written yet is found after the first commit", async () => {
  const { settings, asked } = groupOf([memoOf("5"), null, "5"], [null, memoOf("7"), "5"]);
  await confirmRules(settings, "before the first record");
  await assertRejects(() => confirmRules(settings, "after the first commit"), FatalError);
  assertEquals(asked, [1, 2]); // those with rules need no second read
});

Deno.test("a memo without rules, or with the same rules, is accepted", async () => {
  await confirmRules(groupOf([memoOf("5"), "5", null]).settings, "after the first commit");
});
