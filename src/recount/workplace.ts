import type { Kafka } from "kafkajs";
import type { CountState } from "../pipeline/count_state.ts";
import type { CountTopics } from "../pipeline/count_writer.ts";
import type { InputBatch } from "../pipeline/record.ts";
import { avroType } from "../pipeline/schemas.ts";
import type { TwoStages } from "../pipeline/two_stages.ts";
import type { ClusterClient } from "../kafka/cluster.ts";
import { type ProcessorSettings, stagesOf } from "../processor/processor.ts";

/** What a recount works with: the processor's own settings and stages, and Kafka without a group. */
export interface Workplace {
  readonly settings: ProcessorSettings;
  readonly stages: TwoStages;
  readonly kafka: Kafka;
  readonly cluster: ClusterClient;
  /** Told how many records were read. */
  readonly progress: (records: number) => void;
}

/** A workplace over the settings of the processor whose counts are to be rebuilt. */
export function workplaceOf(
  settings: ProcessorSettings,
  connections: Pick<Workplace, "kafka" | "cluster" | "progress">,
): Workplace {
  return { settings, stages: stagesOf(settings), ...connections };
}

/** Where the count stage writes, and in which schema. */
export function countTopicsOf({ topics, schemaIds }: ProcessorSettings): CountTopics {
  const { output, counts } = topics;
  const localeCount = { type: avroType("LocaleCount"), id: schemaIds.LocaleCount };
  return { output, counts, localeCount };
}

/** One state of the count stage for each partition of the deltas, all empty. */
export function emptyStates({ settings, stages }: Workplace): CountState[] {
  const { partitionCount } = settings.topics.deltas;
  return Array.from({ length: partitionCount }, () => stages.count.begin(""));
}

/** Counts a batch of deltas in memory, as the count stage would. */
export async function countDeltas(
  { settings, stages: { count } }: Pick<Workplace, "settings" | "stages">,
  state: CountState,
  deltas: InputBatch,
): Promise<void> {
  const codecs = await settings.codecs.codecsFor(deltas, count.reader);
  count.apply(state, count.process(state, deltas, codecs).change);
}
