import { FatalError } from "../errors.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import { groupIdOf } from "../names.ts";
import {
  differencesOf,
  newestRules,
  type RuleDifference,
  type RuleTexts,
} from "../pipeline/rules.ts";
import type { Stage } from "../pipeline/stage.ts";
import type { StageSettings } from "./stage_settings.ts";

/** What of a stage judges memos. */
export type Judge = Pick<Stage<unknown, unknown>, "rules" | "spansIn">;

/**
 * Refuses to go on where another process has written down other rules than this one's. Memos are
 * looked at before the first record of a partition is processed, and once more behind the first
 * commit of each ownership.
 *
 * Say A and B differ and start at the same moment on a new pipeline; A gets partition 0 and B gets
 * partition 1. Both look, and find nothing written. Both commit, each with its own rules, and look
 * again: each commits before it looks, so the one that commits later finds what the other has
 * written (as in Dekker's algorithm), and stops. For that a look must not miss a commit that was
 * acknowledged and whose marker is still under way: a partition without rules is asked for until no
 * transaction is open in it. One with rules needs no second question: who owned it with other rules
 * would have refused.
 *
 * What one of them committed until then stays: each partition's memo says by which rules. Rejected: a
 * lock, or a topic of settings: one more thing that can be lost, and written by whom?
 */
export async function confirmRules<State, Change>(
  settings: Pick<
    StageSettings<State, Change>,
    "stage" | "cluster" | "appId" | "inputTopic"
  >,
  moment: "before" | "behind the first commit",
): Promise<void> {
  const { stage, cluster, appId, inputTopic } = settings;
  const groupId = groupIdOf(appId, stage.name);
  const positions = await cluster.positions.all(groupId, inputTopic);
  refuseOtherRules(stage, inputTopic, positions);
  if (moment === "before") return;
  const silent = [...positions.keys()]
    .filter((partition) => rulesIn(stage, positions[partition]?.memo ?? "") === null);
  if (silent.length === 0) return;
  const settled = await cluster.positions.settled(groupId, inputTopic, silent);
  refuseOtherRules(stage, inputTopic, settled.values());
}

/** Throws FatalError where memos name other rules than a stage's own: which, and both values. */
export function refuseOtherRules(
  stage: Judge,
  topic: string,
  positions: Iterable<CommittedPosition | null>,
): void {
  const differences = new Map<string, RuleDifference>();
  for (const position of positions) {
    const found = rulesIn(stage, position?.memo ?? "") ?? {};
    for (const each of differencesOf(stage.rules, found)) differences.set(each.name, each);
  }
  if (differences.size === 0) return;
  const all = [...differences.values()];
  throw new FatalError(
    `Cannot process ${topic}: ${all.map(sentenceOf).join("; ")}`,
    `start with ${all.map(({ name, found }) => `${name}=${found}`).join(" ")}, as the pipeline ` +
      "was run until now; or stop all processors, and deno task settings tells what a change means",
  );
}

function rulesIn({ spansIn }: Judge, memo: string): RuleTexts | null {
  return newestRules(spansIn(memo) ?? []);
}

function sentenceOf({ name, own, found }: RuleDifference): string {
  return `${name} is "${own}" here, and the pipeline was run with "${found}"`;
}
