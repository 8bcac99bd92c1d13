import type { OutputRecord } from "../pipeline/record.ts";
import { batchBytesOf } from "../pipeline/record_size.ts";
import { coordinateText } from "./coordinate.ts";
import { type Edit, edited } from "./edit.ts";
import type { DeadLetter } from "./letter.ts";
import type { ReplayedLetters } from "./replayed_letters.ts";
import type { Writers } from "./writer_schemas.ts";

/** Why a dead letter is not replayed. */
export type Obstacle =
  | "already replayed"
  | "value left out for its size"
  | "from another topic"
  | "cannot be edited"
  | "too large for the topic";

/** What decides how a dead letter is replayed. */
export interface ReplayRules {
  readonly input: {
    readonly topic: string;
    readonly partitionCount: number;
    readonly maxMessageBytes: number;
  };
  readonly replayed: ReplayedLetters;
  readonly edits: readonly Edit[];
  readonly writers: Writers;
  /** The timestamp of replayed records, milliseconds since the epoch. */
  readonly timestamp: number;
}

/** The header of a replayed record that names its dead letter. */
export const replayOfHeader = "login-pipeline.replay-of";

const encoder = new TextEncoder();

/** The replayed record of a dead letter, or why there is none. */
export function replayedRecord(letter: DeadLetter, rules: ReplayRules): OutputRecord | Obstacle {
  const { input, replayed, edits, writers } = rules;
  if (replayed.has(letter.at)) return "already replayed";
  if (letter.source.topic !== input.topic) return "from another topic";
  // Tombstones are never rejected, so a dead letter without a value had one.
  if (letter.record.value === null) return "value left out for its size";
  const { value } = letter.record;
  const sent = edits.length === 0 ? value : edited(value, edits, writers);
  if (sent === null) return "cannot be edited";
  const record = recordOf(letter, sent, rules);
  return batchBytesOf(record) <= input.maxMessageBytes ? record : "too large for the topic";
}

function recordOf(
  letter: DeadLetter,
  value: Uint8Array,
  { input, timestamp }: ReplayRules,
): OutputRecord {
  const others = letter.originalHeaders.filter(([name]) => name !== replayOfHeader);
  return {
    topic: input.topic,
    partition: letter.source.partition % input.partitionCount, // the source's own, if it still exists
    key: letter.record.key,
    value,
    headers: [...others, [replayOfHeader, encoder.encode(coordinateText(letter.at))]],
    timestamp,
  };
}
