import { FatalError, TaskLostError } from "../errors.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import type { TransactionalProducer } from "../kafka/transactional_producer.ts";
import { hasKey, markerKey } from "../pipeline/marker.ts";
import type { Header } from "../pipeline/record.ts";
import { noTime } from "../pipeline/record_time.ts";
import type { Changelog } from "../pipeline/stage.ts";
import type { StageSettings } from "./stage_settings.ts";

const recount = "stop all processors, then run: deno task recount";

/** A state as of a commit: its offset, and the memo committed with it. */
export interface StateAt<State> {
  readonly state: State;
  readonly position: number;
  readonly memo: string;
}

/** What a restore needs. */
export interface Restore<State> {
  readonly partition: number;
  /** The new owner's producer, already fenced. */
  readonly producer: TransactionalProducer;
  readonly committed: CommittedPosition;
  /** The first offset that the input still holds. */
  readonly logStart: number;
  /** The state that this process had of the partition before the rebalance. */
  readonly kept: StateAt<State> | undefined;
  /** Throws once the group has removed this member. */
  readonly assertAlive: () => void;
}

/**
 * Returns the state of a committed offset: from its memo, and from the changelog if the stage has
 * one. Throws FatalError when the two contradict each other: an emptied topic must not look like an
 * empty state.
 *
 * A kept state is current when its offset and its memo are those of the commit, because the memo
 * contains a hash of the whole state. No other member has committed since: that would have changed
 * the offset.
 */
export async function restoreState<State, Change>(
  settings: StageSettings<State, Change>,
  restore: Restore<State>,
): Promise<State> {
  const { stage, inputTopic, notify } = settings;
  const { partition, committed, kept } = restore;
  const { offset, memo } = committed;
  const { changelog } = stage;
  if (changelog === null) return beginState(settings, restore);
  const started = performance.now();
  const isCurrent = kept?.position === offset && kept.memo === memo;
  const state = isCurrent ? kept.state : await readState(settings, changelog, restore);
  const mismatch = changelog.mismatch(state, committed);
  if (mismatch !== null) {
    throw distrusted(`${changelog.topic}[${partition}]`, offset, inputTopic, mismatch);
  }
  const ms = Math.round(performance.now() - started);
  const keys = changelog.size(state);
  notify({ event: "restored", stage: stage.name, partition, offset, keys, ms });
  return state;
}

/** The error for a state that contradicts the committed offset. */
export function distrusted(
  table: string,
  offset: number,
  inputTopic: string,
  mismatch: string,
): FatalError {
  return new FatalError(
    `Cannot trust the state in "${table}" at offset ${offset} of "${inputTopic}": ${mismatch}`,
    recount,
  );
}

function beginState<State, Change>(
  { stage, inputTopic }: StageSettings<State, Change>,
  { partition, committed: { offset, memo }, logStart }: Restore<State>,
): State {
  try {
    return stage.begin(memo, offset, logStart);
  } catch (error) {
    throw new FatalError(
      `Cannot continue in "${inputTopic}[${partition}]" at offset ${offset}: the metadata of the ` +
        "committed offset was not written by this program",
      recount,
      { cause: error },
    );
  }
}

interface Marker {
  readonly nonce: string;
  readonly offset: number;
}

const markerHeader = "login-pipeline.marker";

async function writeMarker<S>(
  { topic }: Changelog<S>,
  partition: number,
  producer: TransactionalProducer,
): Promise<Marker> {
  const nonce = crypto.randomUUID();
  let offset = -1;
  await producer.inTransaction(async (transaction) => {
    const header = [markerHeader, new TextEncoder().encode(nonce)] as const;
    // No timestamp: if the clocks differ, the topic's leader may reject one from this machine.
    const record = {
      ...{ topic, partition, key: markerKey, value: null },
      ...{ headers: [header], timestamp: noTime },
    };
    const answers = await transaction.send([record]);
    offset = Number(answers[0]?.baseOffset);
  });
  return { nonce, offset };
}

/**
 * Reads the changelog up to a marker that this process writes itself, not up to "the end". At the end
 * of a compacted transactional log a fetch may return nothing although there is more, and an end
 * offset read beforehand may precede a transaction that is still being completed.
 *
 * A rebalance waits for every member. So a member stops reading when it learns of one: it may be
 * assigned other partitions, and a million counts take seconds to read.
 */
async function readState<State, Change>(
  settings: StageSettings<State, Change>,
  changelog: Changelog<State>,
  restore: Restore<State>,
): Promise<State> {
  const { stage, cluster, codecsFor } = settings;
  const { partition, producer, assertAlive } = restore;
  const { topic, reader } = changelog;
  const state = beginState(settings, restore);
  const marker = await writeMarker(changelog, partition, producer);
  const { start } = await cluster.range(topic, partition);
  const from = new Map([[partition, start]]);
  for await (const { records, position } of cluster.read(topic, from)) {
    assertAlive();
    const data = records.filter(hasKey);
    const codecs = await codecsFor({ topic, partition, records: data }, reader);
    for (const record of data) changelog.restore(state, record, codecs);
    if (records.some((record) => carries(record.headers, marker.nonce))) return state;
    if (position > marker.offset) break;
  }
  throw new TaskLostError(
    `Cannot restore ${stage.name}[${partition}]: another owner has written to "${topic}" since`,
  );
}

function carries(headers: readonly Header[], nonce: string): boolean {
  const found = headers.find(([name]) => name === markerHeader)?.[1];
  return found !== undefined && found !== null && new TextDecoder().decode(found) === nonce;
}
