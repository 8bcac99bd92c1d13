import { FatalError, TaskLostError } from "../errors.ts";
import type { Header } from "../pipeline/record.ts";
import type { Changelog } from "../pipeline/stage.ts";
import type { CommittedPosition } from "./cluster.ts";
import type { StageSettings } from "./stage_settings.ts";
import type { TransactionalProducer } from "./transactional_producer.ts";

const recount = "stop all processors, then run: deno task recount";

/**
 * Gives the state that belongs to a committed offset: from the memo beside it and, where the stage
 * keeps a changelog, from that. Throws FatalError when the two contradict each other: an emptied
 * topic must never pass for an empty state.
 */
export async function restoreState<State, Change>(
  settings: StageSettings<State, Change>,
  partition: number,
  producer: TransactionalProducer,
  committed: CommittedPosition,
): Promise<State> {
  const { stage, inputTopic } = settings;
  const state = beginState(settings, partition, committed);
  if (stage.changelog === null) return state;
  const started = performance.now();
  const marker = await writeMarker(stage.changelog, partition, producer);
  await replay(settings, stage.changelog, partition, marker, state);
  const mismatch = stage.changelog.mismatch(state, committed);
  if (mismatch !== null) {
    const table = `${stage.changelog.topic}[${partition}]`;
    throw distrusted(table, committed.offset, inputTopic, mismatch);
  }
  const ms = Math.round(performance.now() - started);
  const { offset } = committed;
  const keys = stage.changelog.size(state);
  settings.notify({ event: "restored", stage: stage.name, partition, offset, keys, ms });
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
  partition: number,
  { offset, memo }: CommittedPosition,
): State {
  try {
    return stage.begin(memo);
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

// A tombstone under the empty key, which no count can have: table readers see a deletion of nothing.
async function writeMarker<S>(
  { topic }: Changelog<S>,
  partition: number,
  producer: TransactionalProducer,
): Promise<Marker> {
  const nonce = crypto.randomUUID();
  let offset = -1;
  await producer.inTransaction(async (transaction) => {
    const key = new Uint8Array();
    const header = [markerHeader, new TextEncoder().encode(nonce)] as const;
    const record = { topic, partition, key, value: null, headers: [header], timestamp: Date.now() };
    const answers = await transaction.send([record]);
    offset = Number(answers[0]?.baseOffset);
  });
  return { nonce, offset };
}

/**
 * Reads the changelog up to a marker of our own, not up to "the end": at the end of a compacted and
 * transactional log a fetch may bring nothing although there is more, and an end offset asked for
 * beforehand may lie in front of a transaction that is still being completed.
 */
async function replay<State, Change>(
  { stage, cluster, codecsFor }: StageSettings<State, Change>,
  changelog: Changelog<State>,
  partition: number,
  marker: Marker,
  state: State,
): Promise<void> {
  const { topic, reader } = changelog;
  const { start } = await cluster.range(topic, partition);
  const from = new Map([[partition, start]]);
  for await (const { records, position } of cluster.read(topic, from)) {
    const data = records.filter((record) => record.key !== null && record.key.length > 0);
    const codecs = await codecsFor({ topic, partition, records: data }, reader);
    for (const record of data) changelog.restore(state, record, codecs);
    if (records.some((record) => carries(record.headers, marker.nonce))) return;
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
