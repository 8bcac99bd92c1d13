import { FatalError, TaskLostError } from "../errors.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import { hasKey, markerKey } from "../pipeline/marker.ts";
import type { Header } from "../pipeline/record.ts";
import { noTime } from "../pipeline/record_time.ts";
import type { Changelog } from "../pipeline/stage.ts";
import type { Session } from "./session.ts";
import type { StageSettings } from "./stage_settings.ts";
import { sweep } from "./sweep.ts";

const recount = "stop all processors, then run: deno task recount";
const tellEveryMs = 1_000;

/** A partition that a member takes over, and where it continues. */
export interface Claim {
  readonly partition: number;
  readonly committed: CommittedPosition;
  /** Whether the group has committed this position; if not, it is the start of the log. */
  readonly isCommitted: boolean;
  /** The first offset that the input still holds. */
  readonly logStart: number;
}

/**
 * The states of all partitions that this process does not know already: from their memos, and from the
 * changelog if the stage has one. Throws FatalError when the two contradict each other: an emptied topic
 * must not look like an empty state.
 *
 * A kept state is current when its offset and its memo are those of the commit, because the memo
 * contains a hash of the whole state. No other member has committed since: that would have changed the
 * offset.
 */
export async function restoreStates<State, Change>(
  settings: StageSettings<State, Change>,
  session: Session<State>,
  claims: readonly Claim[],
): Promise<ReadonlyMap<number, State>> {
  const { stage, inputTopic } = settings;
  const { changelog } = stage;
  const isKept = ({ partition, committed: { offset, memo } }: Claim) => {
    const kept = session.kept.get(partition);
    return changelog !== null && kept?.position === offset && kept.memo === memo;
  };
  const unknown = claims.filter((claim) => !isKept(claim));
  const states = new Map(
    unknown.map((claim) => [claim.partition, beginState(settings, claim)]),
  );
  if (changelog === null || unknown.length === 0) return states;
  await readChangelog(settings, session, changelog, unknown, states);
  for (const { partition, committed } of unknown) {
    const mismatch = changelog.mismatch(states.get(partition)!, committed);
    if (mismatch === null) continue;
    throw distrusted(`${changelog.topic}[${partition}]`, committed.offset, inputTopic, mismatch);
  }
  return states;
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
  { partition, committed: { offset, memo }, logStart }: Claim,
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

const markerHeader = "login-pipeline.marker";

interface Marker {
  readonly nonce: string;
  /** Its offset, by `topic/partition`. */
  readonly offsets: ReadonlyMap<string, number>;
}

/**
 * Writes one marker to each partition of the changelog, in one transaction with the committed offsets as
 * they are. A member that the group has removed learns it here: the coordinator rejects the offsets of a
 * generation that is over. Otherwise such a member could read its table while the next owner writes it.
 */
async function writeMarkers<State>(
  { member: { membership }, writers }: Session<State>,
  { topic }: Changelog<State>,
  claims: readonly Claim[],
): Promise<Marker> {
  const nonce = crypto.randomUUID();
  const headers: readonly Header[] = [[markerHeader, new TextEncoder().encode(nonce)]];
  // No timestamp: if the clocks differ, the topic's leader may reject one from this machine.
  const records = claims.map(({ partition }) => ({
    ...{ topic, partition, key: markerKey, value: null, headers, timestamp: noTime },
  }));
  const { groupId, memberId, generation, topic: inputTopic } = membership;
  const partitions = claims.filter(({ isCommitted }) => isCommitted)
    .map(({ partition, committed }) => ({ partition, ...committed }));
  const offsets = { groupId, memberId, generation, topic: inputTopic, partitions };
  const written = await writers.next().transact(records, partitions.length > 0 ? offsets : null);
  return { nonce, offsets: written };
}

/**
 * Reads the changelog up to markers that this process writes itself, not up to "the end". At the end of
 * a compacted transactional log a fetch may return nothing although there is more, and an end offset read
 * beforehand may precede a transaction that is still being completed.
 *
 * A rebalance waits for every member. So a member stops reading when it learns of one: it may be
 * assigned other partitions, and a million counts take seconds to read.
 *
 * An open transaction hides the markers. A dead member's may have begun after the take-over has looked for
 * them: its records were still on their way. So it looks again, each second.
 */
async function readChangelog<State, Change>(
  settings: StageSettings<State, Change>,
  session: Session<State>,
  changelog: Changelog<State>,
  claims: readonly Claim[],
  states: ReadonlyMap<number, State>,
): Promise<void> {
  const { cluster, codecsFor, notify, stage } = settings;
  const { topic, reader } = changelog;
  const marker = await writeMarkers(session, changelog, claims);
  const ranges = await cluster.ranges(topic, claims.map(({ partition }) => partition));
  const positions = new Map([...ranges].map(([partition, { start }]) => [partition, start]));
  const startedMs = performance.now();
  let toldMs = startedMs;
  for await (const { partition, records, position } of cluster.read(topic, positions)) {
    session.member.assertAlive();
    session.watchdog.move();
    const state = states.get(partition)!;
    const data = records.filter(hasKey);
    const codecs = await codecsFor({ topic, partition, records: data }, reader);
    for (const record of data) changelog.restore(state, record, codecs);
    if (records.some((record) => !hasKey(record) && carries(record.headers, marker.nonce))) {
      positions.delete(partition);
    } else if (position > marker.offsets.get(`${topic}/${partition}`)!) {
      throw overwritten(topic, partition);
    }
    const nowMs = performance.now();
    if (nowMs - toldMs < tellEveryMs) continue;
    toldMs = nowMs;
    const done = claims.length - positions.size;
    notify({ event: "restoring", stage: stage.name, done, total: claims.length });
    await sweep(settings, session);
  }
  const ms = Math.round(performance.now() - startedMs);
  const keys = claims.reduce(
    (sum, { partition }) => sum + changelog.size(states.get(partition)!),
    0,
  );
  notify({ event: "restored", stage: stage.name, partitions: claims.length, keys, ms });
}

function overwritten(topic: string, partition: number): TaskLostError {
  return new TaskLostError(
    `Cannot restore the state in "${topic}[${partition}]": another owner has written to it since`,
  );
}

function carries(headers: readonly Header[], nonce: string): boolean {
  const found = headers.find(([name]) => name === markerHeader)?.[1];
  return found !== undefined && found !== null && new TextDecoder().decode(found) === nonce;
}
