import { groupIdOf } from "../names.ts";
import type { InputBatch } from "../pipeline/record.ts";
import type { StageSettings } from "./stage_settings.ts";

/**
 * Runs a step as a span, with its trace in the headers of what it writes; without tracing it is the
 * step and nothing else, and its outputs are the same bytes.
 */
export async function traced<S, C>(
  settings: StageSettings<S, C>,
  batch: InputBatch,
  work: (settings: StageSettings<S, C>) => Promise<void>,
): Promise<void> {
  const { tracing, stage, appId, limits } = settings;
  if (!tracing) return await work(settings);
  const carrying: typeof stage = {
    ...stage,
    process: (state, records, codecs) => {
      const result = stage.process(state, records, codecs);
      return { ...result, outputs: tracing.carry(result.outputs, limits) };
    },
  };
  const groupId = groupIdOf(appId, stage.name);
  const { topic, partition, records } = batch;
  await tracing.process(
    { topic, partition, records, stage: stage.name, groupId },
    () => work({ ...settings, stage: carrying }),
  );
}
