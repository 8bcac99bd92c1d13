import type { PositionClient } from "../kafka/position_client.ts";
import { groupIdOf } from "../names.ts";
import { ownMemo } from "../pipeline/count_memo.ts";
import { type Beginning, readEnrichMemo } from "../pipeline/enrich_memo.ts";
import { differencesOf, newestRules, type RuleSpan, type RuleTexts } from "../pipeline/rules.ts";
import type { StageName } from "../pipeline/stage.ts";
import { type Config, isGiven, settings } from "../settings/config.ts";
import { allRulesOf, configUnder, type RuleName, ruleSettingNames } from "./rule_settings.ts";

/** By which rules each partition was processed; none where a version did that wrote none down. */
export interface WrittenRules extends Readonly<Record<StageName, readonly PartitionSpans[]>> {
  /** Partitions in which a recount has counted by other rules than the deltas were made under. */
  readonly rebuilt: readonly number[];
  /** By input partition: where it was taken up without a memo of ours, while part of it was gone. */
  readonly beginnings: readonly (Beginning | null)[];
}

/** The rules of one partition, oldest first. */
export type PartitionSpans = readonly RuleSpan[];

/** Reads what each commit of the pipeline has written down. */
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

/** The rules that hold from now on, of all partitions that have some. */
export function rulesInForce(spans: readonly PartitionSpans[]): readonly RuleTexts[] {
  const newest = spans.map(newestRules).filter((rules) => rules !== null);
  return [...new Map(newest.map((rules) => [JSON.stringify(rules), rules])).values()];
}

/** Whether partitions were processed by rules that contradict each other. */
export function isAtOdds({ enrich, count }: WrittenRules): boolean {
  const all = [...rulesInForce(enrich), ...rulesInForce(count)];
  return all.some((rules) => all.some((other) => differencesOf(rules, other).length > 0));
}

/** The settings of the environment with those in place that were written down. */
export function underWrittenRules(config: Config, written: WrittenRules): Config {
  const all = [...rulesInForce(written.count), ...rulesInForce(written.enrich)];
  return all.reduce(configUnder, config);
}

/** What a command tells of the rules that it goes by; nothing where none were written down. */
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
    `settings of ${config.appId}, as written down with its commits: ${list}`,
    ...ignored.map(({ name, own, found }) =>
      `${name}="${own}" of this environment is left aside: "${found}" is what the pipeline goes by`
    ),
  ];
}
