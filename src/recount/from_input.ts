import { type Extent, readExtent } from "../kafka/ranges.ts";
import type { CountState } from "../pipeline/count_state.ts";
import { RefusedRecords } from "../pipeline/refused_records.ts";
import { codecsOf } from "./codecs_of.ts";
import { countWritten, emptyStates } from "./counting.ts";
import { inTimeOrder } from "./time_order.ts";
import { countsWindows, type Workplace } from "./workplace.ts";

// How far one partition may be read ahead of the others, as a share of the retention of windows:
// enough for large batches, too little to affect which logins are late.
const slackShare = 0.01;

/** Runs the stages over extents of the input; returns the counts by partition of the deltas. */
export async function countsFromInput(
  workplace: Workplace,
  extents: readonly Extent[],
): Promise<CountState[]> {
  const { settings, stages: { enrich }, cluster, progress } = workplace;
  const { topics: { input }, config } = settings;
  const states = emptyStates(workplace);
  const enrichStates = new Map(extents.map(({ partition }) => [partition, enrich.begin("")]));
  const sources = extents.map((extent) => ({
    partition: extent.partition,
    records: readExtent(cluster, extent, progress),
  }));
  const hasWindows = countsWindows(workplace);
  const slackMs = hasWindows ? config.countRetentionMs * slackShare : Infinity;
  const refused = await refusedRecords(workplace);
  for await (const next of inTimeOrder(input.topic, sources, slackMs)) {
    const { partition } = next;
    const batch = { ...next, ...refused.rulesOf(partition) };
    const state = enrichStates.get(partition)!;
    const known = await codecsOf(workplace, batch, enrich.reader);
    for (const [stage, records] of workplace.enrich.parts(partition, batch.records)) {
      const result = stage.process(state, { ...batch, records }, known);
      stage.apply(state, result.change);
      await countWritten(workplace, states, result.outputs);
    }
  }
  return states;
}

/** Records that the output refused are not counted; only dead letters tell which. */
async function refusedRecords({ settings, cluster }: Workplace): Promise<RefusedRecords> {
  const { input, deadLetters: { topic, partitionCount } } = settings.topics;
  const refused = new RefusedRecords(input.topic);
  for (let partition = 0; partition < partitionCount; partition++) {
    const extent = { topic, partition, ...await cluster.range(topic, partition) };
    for await (const records of readExtent(cluster, extent, () => {})) {
      for (const { headers } of records) refused.take(headers);
    }
  }
  return refused;
}
