import type { CountState } from "../pipeline/count_state.ts";
import { plainRecord } from "../pipeline/plain_record.ts";
import type { InputBatch, OutputRecord } from "../pipeline/record.ts";
import { codecsOf } from "./codecs_of.ts";
import type { Workplace } from "./workplace.ts";

/** An empty state of the count stage for each partition of the deltas. */
export function emptyStates({ settings, stages }: Workplace): CountState[] {
  const { partitionCount } = settings.topics.deltas;
  return Array.from({ length: partitionCount }, () => stages.count.begin(""));
}

/** Counts a batch of deltas in memory, as the count stage would. */
export async function countDeltas(
  workplace: Workplace,
  state: CountState,
  deltas: InputBatch,
): Promise<void> {
  const { count } = workplace.stages;
  const codecs = await codecsOf(workplace, deltas, count.reader);
  count.apply(state, count.process(state, deltas, codecs).change);
}

/** Counts the deltas among outputs in memory, each in the state of its partition. */
export async function countWritten(
  workplace: Workplace,
  states: readonly CountState[],
  outputs: readonly OutputRecord[],
): Promise<void> {
  for (const deltas of batchesIn(workplace.settings.topics.deltas.topic, outputs)) {
    await countDeltas(workplace, states[deltas.partition]!, deltas);
  }
}

/** The outputs for a topic, one batch per partition. They were never sent, so offsets are 0. */
export function batchesIn(topic: string, outputs: readonly OutputRecord[]): InputBatch[] {
  const written = outputs.filter((output) => output.topic === topic);
  return [...Map.groupBy(written, ({ partition }) => partition)].map(([partition, records]) => ({
    topic,
    partition,
    records: records.map((record) => ({ ...plainRecord(record), offset: 0 })),
  }));
}
