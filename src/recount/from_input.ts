import type { CountState } from "../pipeline/count_state.ts";
import { codecsOf } from "./codecs_of.ts";
import { countWritten, emptyStates } from "./counting.ts";
import { type Extent, readExtent } from "./partition_reader.ts";
import { inTimeOrder } from "./time_order.ts";
import { countsWindows, type Workplace } from "./workplace.ts";

// How far one partition may be read ahead of the others, as a share of what windows wait for late
// logins: enough for large batches, too little for windows to notice.
const slackShare = 0.01;

/** The counts of each partition of the deltas that the stages make of these extents of the input. */
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
  for await (const batch of inTimeOrder(input.topic, sources, slackMs)) {
    const { partition } = batch;
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
