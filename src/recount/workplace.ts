import { FatalError } from "../errors.ts";
import type { ClusterClient } from "../kafka/cluster.ts";
import type { CountTopics } from "../pipeline/count_writer.ts";
import { countedBy } from "../pipeline/rules.ts";
import { avroType } from "../pipeline/schemas.ts";
import type { TwoStages } from "../pipeline/two_stages.ts";
import { type ProcessorSettings, stagesOf } from "../setup/processor_settings.ts";
import { RuleStages } from "../setup/rule_stages.ts";
import {
  isAtOdds,
  ruleLines,
  underWrittenRules,
  type WrittenRules,
  writtenRules,
} from "../setup/written_rules.ts";

/** What a recount needs: the settings and stages of the processor, and Kafka without a group. */
export interface Workplace {
  readonly settings: ProcessorSettings;
  readonly stages: TwoStages;
  /** The enrich stage with the rules by which a recount counts each login. */
  readonly enrich: RuleStages;
  readonly written: WrittenRules;
  readonly cluster: ClusterClient;
  /** Takes how many records were read. */
  readonly progress: (records: number) => void;
  /** Takes a line about progress. */
  readonly report: (line: string) => void;
}

/**
 * Prepares a recount with the committed settings of the pipeline; throws if partitions have different
 * settings.
 */
export async function workplaceOf(
  settings: ProcessorSettings,
  surroundings: Pick<Workplace, "cluster" | "progress" | "report">,
): Promise<Workplace> {
  const { config, topics: { input, deltas } } = settings;
  const names = { input: input.topic, deltas: deltas.topic };
  const written = await writtenRules(surroundings.cluster.positions, config.appId, names);
  if (isAtOdds(written)) throw atOdds();
  for (const line of ruleLines(config, written)) surroundings.report(line);
  const always = { counts: true }; // even if the processor does not count
  const own = { ...settings, config: { ...underWrittenRules(config, written), ...always } };
  const enrich = new RuleStages(own, written.enrich, countedBy, always);
  return { settings: own, stages: stagesOf(own), enrich, written, ...surroundings };
}

/** Whether counts may differ from the sums of the deltas, because of other rules or missing deltas. */
export function isAgainstDeltas({ written }: Workplace): boolean {
  return written.enrich.flat()
    .some(({ rules, isBackdated }) => isBackdated || rules["COUNTS"] === "false");
}

/** Whether windows are or were counted. */
export function countsWindows({ settings, written }: Workplace): boolean {
  return settings.config.countWindows.length > 0 ||
    written.enrich.flat().some(({ rules }) => (rules["COUNT_WINDOWS"] ?? "") !== "");
}

function atOdds(): FatalError {
  return new FatalError(
    "Cannot recount: partitions were processed with different settings",
    "stop all processors, and set the same settings for all partitions with: deno task settings",
  );
}

/** The topics of the count stage and their schema. */
export function countTopicsOf({ topics, schemaIds }: ProcessorSettings): CountTopics {
  const { output, counts } = topics;
  const localeCount = { type: avroType("LocaleCount"), id: schemaIds.LocaleCount };
  return { output, counts, localeCount };
}
