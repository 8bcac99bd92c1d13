import { FatalError, TaskLostError } from "../errors.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import type { TransactionalProducer } from "../kafka/transactional_producer.ts";
import { hasKey, markerKey } from "../pipeline/marker.ts";
import type { Header } from "../pipeline/record.ts";
import { noTime } from "../pipeline/record_time.ts";
import type { Changelog } from "../pipeline/stage.ts";
import type { StageSettings } from "./stage_settings.ts";

const recount = "stop all processors, then run: deno task recount";

/** A state as of a commit: the offset it goes up to, and the memo that was left beside it. */
export interface StateAt<State> {
  readonly state: State;
  readonly position: number;
  readonly memo: string;
}

/** What a state is restored for. */
export interface Restore<State> {
  readonly partition: number;
  /** That of the new owner, behind its fence. */
  readonly producer: TransactionalProducer;
  readonly committed: CommittedPosition;
  /** The first offset that the input still holds. */
  readonly logStart: number;
  /** What this process had of the partition until the group shared all partitions out anew. */
  readonly kept: StateAt<State> | undefined;
  /** Throws once the group has let this member go. */
  readonly assertAlive: () => void;
}

/**
 * Gives the state that belongs to a committed offset: from the memo beside it and, where the stage
 * keeps a changelog, from that. Throws FatalError when the two contradict each other: an emptied
 * topic must never pass for an empty state.
 *
 * A state that this process kept is that of the commit when both its offset and its memo are: the
 * memo holds a hash of all of it. Nobody else has committed since, or the offset would be another.
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

/** The refusal to build on a state that contradicts the committed offset. */
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
      `Cannot go on in "${inputTopic}[${partition}]" at offset ${offset}: what stands beside the ` +
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
    // No time of day: a topic may refuse that of a clock which differs from its leader's.
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
 * Reads the changelog up to a marker of our own, not up to "the end": at the end of a compacted and
 * transactional log a fetch may bring nothing although there is more, and an end offset asked for
 * beforehand may lie in front of a transaction that is still being completed.
 *
 * The group waits for every member before it shares partitions out anew. So a member gives up what it
 * was reading when it hears of that: it may be given others, and a million counts take seconds.
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
