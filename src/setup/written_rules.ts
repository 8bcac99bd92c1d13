import type { PositionClient } from "../kafka/position_client.ts";
import { groupIdOf } from "../names.ts";
import { ownMemo } from "../pipeline/count_memo.ts";
import { type Beginning, readEnrichMemo } from "../pipeline/enrich_memo.ts";
import { differencesOf, newestRules, type RuleSpan, type RuleTexts } from "../pipeline/rules.ts";
import type { StageName } from "../pipeline/stage.ts";
import { type Config, isGiven, settings } from "../settings/config.ts";
import { allRulesOf, configUnder, type RuleName, ruleSettingNames } from "./rule_settings.ts";

/** The rules that processed each partition; none where an older version recorded none. */
export interface WrittenRules extends Readonly<Record<StageName, readonly PartitionSpans[]>> {
  /** Partitions that a recount has counted under other rules than those that made the deltas. */
  readonly rebuilt: readonly number[];
  /** By input partition: where it was started without a memo of ours, with its oldest records gone. */
  readonly beginnings: readonly (Beginning | null)[];
}

/** The rules of one partition, oldest first. */
export type PartitionSpans = readonly RuleSpan[];

/** Reads the rules that the pipeline recorded with its commits. */
export async function writtenRules(
  positions: Pick<PositionClient, "all">,
  appId: string,
  topics: { readonly input: string; readonly deltas: string },
): Promise<WrittenRules> {
  const [enrich, count] = await Promise.all([
    positions.all(groupIdOf(appId, "enrich"), topics.input),
    positions.all(groupIdOf(appId, "count"), topics.deltas),
  ]);
  const enriched = enrich.map((position) => readEnrichMemo(position?.memo ?? ""));
  const counted = count.map((position) => ownMemo(position?.memo ?? ""));
  return {
    enrich: enriched.map((memo) => memo?.spans ?? []),
    count: counted.map((memo) => memo?.spans ?? []),
    rebuilt: [...counted.keys()].filter((partition) =>
      typeof counted[partition]?.rebuiltAt === "number"
    ),
    beginnings: enriched.map((memo) => memo?.beginning ?? null),
  };
}

/** The rules now in force, of all partitions that have some. */
export function rulesInForce(spans: readonly PartitionSpans[]): readonly RuleTexts[] {
  const newest = spans.map(newestRules).filter((rules) => rules !== null);
  return [...new Map(newest.map((rules) => [JSON.stringify(rules), rules])).values()];
}

/** Whether partitions were processed under rules that contradict each other. */
export function isAtOdds({ enrich, count }: WrittenRules): boolean {
  const all = [...rulesInForce(enrich), ...rulesInForce(count)];
  return all.some((rules) => all.some((other) => differencesOf(rules, other).length > 0));
}

/** The settings of the environment, but with the recorded rules in place of their own. */
export function underWrittenRules(config: Config, written: WrittenRules): Config {
  const all = [...rulesInForce(written.count), ...rulesInForce(written.enrich)];
  return all.reduce(configUnder, config);
}

/** Describes the rules that a command uses; empty when none were recorded. */
export function ruleLines(
  config: Config,
  written: WrittenRules,
  isSet: (name: RuleName) => boolean = isGiven,
): string[] {
  if (rulesInForce(written.enrich).length + rulesInForce(written.count).length === 0) return [];
  const inForce = allRulesOf(underWrittenRules(config, written));
  const list = Object.entries(inForce).map(([name, value]) => `${name}=${value}`).join(" ");
  const set = ruleSettingNames.filter((name) => isSet(name)).map((name) => settings[name].env);
  const ignored = differencesOf(allRulesOf(config), inForce).filter(({ name }) =>
    set.includes(name)
  );
  return [
    `settings of ${config.appId}, as recorded with its commits: ${list}`,
    ...ignored.map(({ name, own, found }) =>
      `ignoring ${name}="${own}" from the environment: the pipeline uses "${found}"`
    ),
  ];
}
