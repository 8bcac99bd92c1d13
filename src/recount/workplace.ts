import type { Kafka } from "kafkajs";
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

/** What a recount works with: the processor's own settings and stages, and Kafka without a group. */
export interface Workplace {
  readonly settings: ProcessorSettings;
  readonly stages: TwoStages;
  /** The enrich stage by the rules that each login is counted by, were it counted today. */
  readonly enrich: RuleStages;
  readonly written: WrittenRules;
  readonly kafka: Kafka;
  readonly cluster: ClusterClient;
  /** Told how many records were read. */
  readonly progress: (records: number) => void;
  /** Told what takes a while. */
  readonly report: (line: string) => void;
}

/**
 * A workplace over the settings that were written down with the pipeline whose counts are to be
 * rebuilt; refuses where partitions contradict each other.
 */
export async function workplaceOf(
  settings: ProcessorSettings,
  surroundings: Pick<Workplace, "kafka" | "cluster" | "progress" | "report">,
): Promise<Workplace> {
  const { config, topics: { input, deltas } } = settings;
  const names = { input: input.topic, deltas: deltas.topic };
  const written = await writtenRules(surroundings.cluster.positions, config.appId, names);
  if (isAtOdds(written)) throw atOdds();
  for (const line of ruleLines(config, written)) surroundings.report(line);
  const always = { counts: true }; // whatever the processor did with them
  const own = { ...settings, config: { ...underWrittenRules(config, written), ...always } };
  const enrich = new RuleStages(own, written.enrich, countedBy, always);
  return { settings: own, stages: stagesOf(own), enrich, written, ...surroundings };
}

/** Whether counts of today are no sums of the deltas: those were made by other rules, or not at all. */
export function isAgainstDeltas({ written }: Workplace): boolean {
  return written.enrich.flat()
    .some(({ rules, isBackdated }) => isBackdated || rules["COUNTS"] === "false");
}

/** Whether windows are counted, or were. */
export function countsWindows({ settings, written }: Workplace): boolean {
  return settings.config.countWindows.length > 0 ||
    written.enrich.flat().some(({ rules }) => (rules["COUNT_WINDOWS"] ?? "") !== "");
}

function atOdds(): FatalError {
  return new FatalError(
    "Cannot recount: some partitions were processed by other settings than the rest",
    "stop all processors, and say with deno task settings which of them hold from now on",
  );
}

/** Where the count stage writes, and in which schema. */
export function countTopicsOf({ topics, schemaIds }: ProcessorSettings): CountTopics {
  const { output, counts } = topics;
  const localeCount = { type: avroType("LocaleCount"), id: schemaIds.LocaleCount };
  return { output, counts, localeCount };
}
