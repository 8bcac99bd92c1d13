import { messageOf } from "../errors.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import { type Extent, readExtent } from "../kafka/ranges.ts";
import { groupIdOf } from "../names.ts";
import type { CountEntry } from "../pipeline/count_entry.ts";
import { ownMemo } from "../pipeline/count_memo.ts";
import type { CountNotes, CountState } from "../pipeline/count_state.ts";
import { hasKey } from "../pipeline/marker.ts";
import { codecsOf } from "./codecs_of.ts";
import { countDeltas } from "./counting.ts";
import type { Workplace } from "./workplace.ts";

/** One partition of the table of counts as it is, valid or not. */
export interface Table {
  readonly partition: number;
  /** The counts that readers of the table see, by key. */
  readonly entries: ReadonlyMap<string, CountEntry>;
  /** All keys that have a value, whether it is a count or not. */
  readonly keys: readonly Uint8Array[];
  /** Why it cannot be trusted; null if it matches the memo of the committed offset. */
  readonly mismatch: string | null;
  /** The counts after the waiting deltas; null if the table cannot be trusted. */
  readonly due: CountState | null;
  /** Higher than the number of any known transaction. */
  readonly nextSequence: number;
  /** The end of the deltas. */
  readonly end: number;
  /** The notes of the committed memo; null if there is no memo of this pipeline. */
  readonly notes: CountNotes | null;
}

/** Reads a partition of the table and counts the deltas that wait for it. */
export async function readTable(workplace: Workplace, partition: number): Promise<Table> {
  const { settings: { topics, config: { appId } }, stages: { count }, cluster } = workplace;
  const state = count.begin("");
  const keys = await restoreLog(workplace, partition, state);
  const groupId = groupIdOf(appId, "count");
  const committed = await cluster.committed(groupId, topics.deltas.topic, partition);
  const { start, end } = await cluster.range(topics.deltas.topic, partition);
  const position = committed ?? { offset: start, memo: "" };
  const mismatch = mismatchOf(workplace, state, position, { start, end });
  const entries = new Map([...state.entries()].map((entry) => [entry.key, entry]));
  const nextSequence = Math.max(state.sequence, committedSequence(position)) + 1;
  const waiting = { topic: topics.deltas.topic, partition, start: position.offset, end };
  const due = mismatch === null ? await countWaiting(workplace, state, position, waiting) : null;
  const { spans = [], rebuiltAt = null } = ownMemo(position.memo) ?? {};
  const notes = spans.length === 0 ? null : { spans, rebuiltAt };
  return { partition, entries, keys, mismatch, due, nextSequence, end, notes };
}

async function restoreLog(
  workplace: Workplace,
  partition: number,
  state: CountState,
): Promise<Uint8Array[]> {
  const { settings, stages: { count: { changelog } }, cluster, progress } = workplace;
  const { topic } = settings.topics.counts;
  const keys = new Map<string, Uint8Array>();
  const extent = { topic, partition, ...await cluster.range(topic, partition) };
  for await (const records of readExtent(cluster, extent, progress)) {
    const data = records.filter(hasKey);
    const batch = { topic, partition, records: data };
    const codecs = await codecsOf(workplace, batch, changelog!.reader);
    for (const record of data) {
      changelog!.restore(state, record, codecs);
      const id = Buffer.from(record.key).toString("latin1");
      if (record.value === null) keys.delete(id);
      else keys.set(id, record.key);
    }
  }
  return [...keys.values()];
}

function mismatchOf(
  { stages: { count } }: Workplace,
  state: CountState,
  position: CommittedPosition,
  { start, end }: { readonly start: number; readonly end: number },
): string | null {
  try {
    const mismatch = count.changelog!.mismatch(state, position);
    if (mismatch !== null) return mismatch;
  } catch (error) {
    return messageOf(error);
  }
  if (position.offset >= start && position.offset <= end) return null;
  return `the committed offset is ${position.offset}, and the deltas now hold ${start} to ${end}`;
}

function committedSequence({ memo }: CommittedPosition): number {
  return ownMemo(memo)?.sequence ?? 0;
}

/** Counts in memory the deltas that the count stage has not processed yet. */
async function countWaiting(
  workplace: Workplace,
  restored: CountState,
  { memo }: CommittedPosition,
  waiting: Extent,
): Promise<CountState> {
  const { stages: { count }, cluster, progress } = workplace;
  const { topic, partition } = waiting;
  const state = count.begin(memo);
  for (const entry of restored.entries()) state.put(entry);
  for await (const records of readExtent(cluster, waiting, progress)) {
    await countDeltas(workplace, state, { topic, partition, records });
  }
  return state;
}
