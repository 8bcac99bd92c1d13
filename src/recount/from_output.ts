import { FatalError, messageOf } from "../errors.ts";
import { type Extent, readExtent } from "../kafka/ranges.ts";
import type { CountState } from "../pipeline/count_state.ts";
import type { InputRecord, OutputRecord } from "../pipeline/record.ts";
import { avroType } from "../pipeline/schemas.ts";
import { codecsOf } from "./codecs_of.ts";
import { countWritten, emptyStates } from "./counting.ts";
import { deltasOfFacts } from "./fact_deltas.ts";
import type { Workplace } from "./workplace.ts";

/** Counts the enriched logins of the output in all time; returns counts by partition of the deltas. */
export async function countsFromOutput(
  workplace: Workplace,
  extents: readonly Extent[],
): Promise<CountState[]> {
  const { cluster, progress } = workplace;
  const states = emptyStates(workplace);
  const deltasOf = factReader(workplace);
  for (const extent of extents) {
    for await (const records of readExtent(cluster, extent, progress)) {
      await countWritten(workplace, states, await deltasOf(extent, records));
    }
  }
  return states;
}

type FactReader = (
  extent: Extent,
  records: readonly InputRecord[],
) => Promise<OutputRecord[]>;

function factReader(workplace: Workplace): FactReader {
  const { topics: { deltas }, schemaIds } = workplace.settings;
  const reader = avroType("EnrichedLogin");
  const localeDelta = { type: avroType("LocaleDelta"), id: schemaIds.LocaleDelta };
  return async ({ topic, partition }, records) => {
    const known = await codecsOf(workplace, { topic, partition, records }, reader);
    try {
      return deltasOfFacts(records, known, { ...deltas, localeDelta });
    } catch (error) {
      throw new FatalError(
        `Cannot count from "${topic}[${partition}]": ${messageOf(error)}`,
        "run: deno task recount --from input",
        { cause: error },
      );
    }
  };
}
