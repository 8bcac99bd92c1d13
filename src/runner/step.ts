import { FatalError, messageOf } from "../errors.ts";
import { groupIdOf } from "../names.ts";
import type { InputBatch, OutputRecord } from "../pipeline/record.ts";
import type { StepResult } from "../pipeline/stage.ts";
import type { Part } from "./partition_task.ts";
import type { StageSettings } from "./stage_settings.ts";

/** A part of a transaction, processed but not committed. */
export interface Processed<State, Change> {
  readonly part: Part<State>;
  readonly result: StepResult<Change>;
  readonly processMs: number;
}

/** Processes a part against the state of its partition, which does not change. */
export function processPart<State, Change>(
  { stage, takenTimes }: Pick<StageSettings<State, Change>, "stage" | "takenTimes">,
  part: Part<State>,
): Processed<State, Change> {
  const startedMs = performance.now();
  const { task: { state }, batch, codecs } = part;
  const refuses = takenTimes.refusalsOf(stage.datedTopic);
  const judged: InputBatch = refuses === undefined ? batch : { ...batch, refuses };
  try {
    const result = stage.process(state, judged, codecs);
    return { part, result, processMs: performance.now() - startedMs };
  } catch (error) {
    throw brokenInvariant(batch, error);
  }
}

/**
 * Processes the parts of a transaction and hands the results to `transact`, which writes and commits
 * them. With tracing, each part is a span until the commit, and its trace is in the headers of its
 * outputs. Without tracing, the outputs are unchanged byte for byte.
 */
export async function processParts<State, Change>(
  settings: StageSettings<State, Change>,
  parts: readonly Part<State>[],
  transact: (processed: readonly Processed<State, Change>[]) => Promise<void>,
): Promise<void> {
  const { tracing, stage, appId, limits } = settings;
  if (tracing === null) return await transact(parts.map((part) => processPart(settings, part)));
  const groupId = groupIdOf(appId, stage.name);
  const processed: Processed<State, Change>[] = [];
  const next = async (index: number): Promise<void> => {
    const part = parts[index];
    if (part === undefined) return await transact(processed);
    const { topic, partition, records } = part.batch;
    const traced = { topic, partition, records, stage: stage.name, groupId };
    await tracing.process(traced, async () => {
      const { result, processMs } = processPart(settings, part);
      const outputs: readonly OutputRecord[] = tracing.carry(result.outputs, limits);
      processed.push({ part, processMs, result: { ...result, outputs } });
      await next(index + 1);
    });
  };
  await next(0);
}

/** The core never throws for bad input, which becomes a dead letter. */
function brokenInvariant({ topic, partition, records }: InputBatch, error: unknown): FatalError {
  return new FatalError(
    `Cannot process "${topic}[${partition}]" from offset ${records[0]?.offset}: ${
      messageOf(error)
    }`,
    "none of it was committed; find out which other program writes to this topic, or report a bug",
    { cause: error },
  );
}
