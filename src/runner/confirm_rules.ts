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

/** The part of a stage that interprets memos. */
export type Judge = Pick<Stage<unknown, unknown>, "rules" | "spansIn">;

/**
 * Throws FatalError when another process has recorded rules that differ from this one's. The memos
 * are read before the first record of a partition is processed, and again after the first commit of
 * each ownership.
 *
 * Say A and B have different rules and start at the same moment on a new pipeline. A gets partition 0
 * and B gets partition 1. Both read the memos and find none. Both commit, each with its own rules,
 * and read again. Each commits before it reads, so the later of the two finds what the other has
 * recorded (as in Dekker's algorithm), and stops. For this, a read must not miss a commit that was
 * acknowledged but whose end marker is still being written: a partition without rules is read again
 * until no transaction is open in it. A partition with rules needs no second read: an owner with
 * different rules would have refused it.
 *
 * Records that either has committed by then stay: each partition's memo says which rules made them.
 * Rejected: a lock, or a topic for settings. Either could get lost, and would need an owner.
 */
export async function confirmRules<State, Change>(
  settings: Pick<
    StageSettings<State, Change>,
    "stage" | "cluster" | "appId" | "inputTopic"
  >,
  moment: "before the first record" | "after the first commit",
): Promise<void> {
  const { stage, cluster, appId, inputTopic } = settings;
  const groupId = groupIdOf(appId, stage.name);
  const positions = await cluster.positions.all(groupId, inputTopic);
  refuseOtherRules(stage, inputTopic, positions);
  if (moment === "before the first record") return;
  const withoutRules = [...positions.keys()]
    .filter((partition) => rulesIn(stage, positions[partition]?.memo ?? "") === null);
  if (withoutRules.length === 0) return;
  const settled = await cluster.positions.settled(groupId, inputTopic, withoutRules);
  refuseOtherRules(stage, inputTopic, settled.values());
}

/** Throws FatalError when memos contain rules that differ from a stage's; it names both values. */
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
      "has run so far; or stop all processors and run deno task settings, which shows what a " +
      "change would mean",
  );
}

function rulesIn({ spansIn }: Judge, memo: string): RuleTexts | null {
  return newestRules(spansIn(memo) ?? []);
}

function sentenceOf({ name, own, found }: RuleDifference): string {
  return `${name} is "${own}" here, but the pipeline has run with "${found}"`;
}
