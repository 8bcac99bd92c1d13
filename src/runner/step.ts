import { FatalError, messageOf, RegistryUnavailableError } from "../errors.ts";
import { groupIdOf } from "../names.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { InputBatch } from "../pipeline/record.ts";
import type { Stage } from "../pipeline/stage.ts";
import type { Ownership } from "./acquire.ts";
import { agesOf } from "./ages.ts";
import { confirmRules } from "./confirm_rules.ts";
import type { StageSettings } from "./stage_settings.ts";

/** A batch and the offset after it, which also skips markers and aborted records. */
export interface PositionedBatch extends InputBatch {
  readonly nextOffset: number;
}

/** Throws when the task has been revoked. It runs at the last moment when an abort is possible. */
export type CommitGuard = () => void;

/**
 * Processes one batch, all or nothing: outputs, dead letters, state changes and the committed offset
 * become visible together. The state in memory changes only after the commit. Throws
 * RegistryUnavailableError when records have to wait, after committing the records before them.
 */
export async function step<State, Change>(
  settings: StageSettings<State, Change>,
  owned: Ownership<State>,
  batch: PositionedBatch,
  assertStillOwned: CommitGuard,
): Promise<void> {
  const { schemas, readable, waiting } = await readablePart(settings, batch);
  const { length } = readable.records;
  await settings.budget.spend(
    length,
    () => stepWith(schemas, settings, owned, readable, assertStillOwned),
  );
  if (waiting !== null) throw waiting;
}

interface Readable {
  readonly schemas: Schemas;
  readonly readable: PositionedBatch;
  /** Why the later records have to wait; null when none do. */
  readonly waiting: RegistryUnavailableError | null;
}

/**
 * The part of a batch that can be processed now: the records before the first one that waits for the
 * registry. If they waited too, the fetch would keep growing, and with it the number of schemas that
 * it waits for, without end.
 */
async function readablePart<State, Change>(
  { stage, codecsFor }: StageSettings<State, Change>,
  batch: PositionedBatch,
): Promise<Readable> {
  const codecs = codecsFor(batch, stage.reader);
  const wereKnown = !(codecs instanceof Promise);
  try {
    return { schemas: { codecs: await codecs, wereKnown }, readable: batch, waiting: null };
  } catch (error) {
    const end = error instanceof RegistryUnavailableError ? error.fromOffset : null;
    const records = batch.records.filter(({ offset }) => end !== null && offset < end);
    if (end === null || records.length === 0) throw error;
    const readable = { ...batch, records, nextOffset: end };
    const schemas = { codecs: await codecsFor(readable, stage.reader), wereKnown };
    return { schemas, readable, waiting: error as RegistryUnavailableError };
  }
}

interface Schemas {
  readonly codecs: Codecs;
  /** Whether all were cached, without asking the registry. */
  readonly wereKnown: boolean;
}

async function stepWith<State, Change>(
  { codecs, wereKnown }: Schemas,
  settings: StageSettings<State, Change>,
  owned: Ownership<State>,
  batch: PositionedBatch,
  assertStillOwned: CommitGuard,
): Promise<void> {
  const { stage, appId, notify, takenTimes } = settings;
  const { topic, partition, nextOffset } = batch;
  const startedMs = performance.now();
  const refuses = takenTimes.refusalsOf(stage.datedTopic);
  const judged = refuses === undefined ? batch : { ...batch, refuses };
  const result = process(stage, owned.state, judged, codecs);
  const processedMs = performance.now();
  const groupId = groupIdOf(appId, stage.name);
  await owned.producer.inTransaction(async (transaction) => {
    await transaction.send(takenTimes.fitted(result.outputs));
    const { memo } = result;
    await transaction.sendOffsets({ groupId, topic, partition, offset: nextOffset, memo });
    assertStillOwned();
  });
  stage.apply(owned.state, result.change);
  owned.position = nextOffset;
  owned.memo = result.memo;
  notify({
    event: "committed",
    stage: stage.name,
    partition,
    offset: nextOffset,
    facts: result.facts,
    processMs: processedMs - startedMs,
    commitMs: performance.now() - processedMs,
    knewSchemas: wereKnown,
    ages: agesOf(batch.records, Date.now()),
  });
  if (owned.isConfirmed) return;
  await confirmRules(settings, "after the first commit");
  owned.isConfirmed = true;
}

// The core never throws for bad input, which becomes a dead letter. An error is a broken invariant.
function process<S, C>(stage: Stage<S, C>, state: S, batch: InputBatch, codecs: Codecs) {
  try {
    return stage.process(state, batch, codecs);
  } catch (error) {
    const first = batch.records[0]?.offset;
    throw new FatalError(
      `Cannot process "${batch.topic}[${batch.partition}]" from offset ${first}: ${
        messageOf(error)
      }`,
      "none of it was committed; find out which other program writes to this topic, or report a bug",
      { cause: error },
    );
  }
}
