import { groupIdOf } from "../names.ts";
import type { InputBatch } from "../pipeline/record.ts";
import type { StageSettings } from "./stage_settings.ts";

/**
 * Runs a step as a span, and adds its trace to the headers of the outputs. Without tracing it just
 * runs the step, and the outputs are unchanged byte for byte.
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
