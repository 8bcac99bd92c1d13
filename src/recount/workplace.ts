import type { Kafka } from "kafkajs";
import type { CountTopics } from "../pipeline/count_writer.ts";
import { avroType } from "../pipeline/schemas.ts";
import type { TwoStages } from "../pipeline/two_stages.ts";
import type { ClusterClient } from "../kafka/cluster.ts";
import { type ProcessorSettings, stagesOf } from "../processor/processor_settings.ts";

/** What a recount works with: the processor's own settings and stages, and Kafka without a group. */
export interface Workplace {
  readonly settings: ProcessorSettings;
  readonly stages: TwoStages;
  readonly kafka: Kafka;
  readonly cluster: ClusterClient;
  /** Told how many records were read. */
  readonly progress: (records: number) => void;
  /** Told what takes a while. */
  readonly report: (line: string) => void;
}

/** A workplace over the settings of the processor whose counts are to be rebuilt. */
export function workplaceOf(
  settings: ProcessorSettings,
  surroundings: Pick<Workplace, "kafka" | "cluster" | "progress" | "report">,
): Workplace {
  const config = { ...settings.config, counts: true }; // whatever the processor does with them
  return { settings, stages: stagesOf({ ...settings, config }), ...surroundings };
}

/** Where the count stage writes, and in which schema. */
export function countTopicsOf({ topics, schemaIds }: ProcessorSettings): CountTopics {
  const { output, counts } = topics;
  const localeCount = { type: avroType("LocaleCount"), id: schemaIds.LocaleCount };
  return { output, counts, localeCount };
}
