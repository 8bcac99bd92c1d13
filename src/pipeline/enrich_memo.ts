import { packSpans, type RuleSpan, unpackSpans } from "./rules.ts";

/** Where processing of a partition began, and the first offset of its log at that moment. */
export interface Beginning {
  readonly offset: number;
  readonly logStart: number;
}

/** The metadata of a committed offset of the enrich stage. */
export interface EnrichMemo {
  /** Milliseconds since the epoch. */
  readonly streamTimeMs: number;
  /** Whether all logins before the offset were counted. */
  readonly isCounted: boolean;
  /** Oldest first; empty if an older version wrote the memo without rules. */
  readonly spans: readonly RuleSpan[];
  /** Null if the log was complete then, or if an older version wrote the memo. */
  readonly beginning: Beginning | null;
}

/** The part of a memo that stays the same from one commit to the next. */
export type Standing = Pick<EnrichMemo, "spans" | "beginning">;

const form = /^(uncounted )?(\d+)(?: begun (\d+) (\d+))?(?: (\[.*\]))?$/;

/** Writes a memo as the metadata of a committed offset. */
export function writeEnrichMemo(streamTimeMs: number, isCounted: boolean, standing = ""): string {
  return (isCounted ? "" : "uncounted ") + streamTimeMs + standing;
}

/** Writes the part of a memo that stays the same, so that it is made only once. */
export function writeStanding({ spans, beginning }: Standing): string {
  const begun = beginning === null ? "" : ` begun ${beginning.offset} ${beginning.logStart}`;
  return spans.length === 0 ? begun : `${begun} ${JSON.stringify(packSpans(spans))}`;
}

/** Reads such a memo; null for an empty text and for that of another program. */
export function readEnrichMemo(text: string): EnrichMemo | null {
  const [, uncounted, streamTime, offset, logStart, rules] = form.exec(text) ?? [];
  if (streamTime === undefined) return null;
  const spans = rules === undefined ? [] : unpackSpans(parsed(rules));
  if (spans === null) return null;
  const beginning = offset === undefined
    ? null
    : { offset: Number(offset), logStart: Number(logStart) };
  return { streamTimeMs: Number(streamTime), isCounted: uncounted === undefined, spans, beginning };
}

/** Whether logins before the committed offset were not counted. */
export function isUncounted(text: string): boolean {
  return readEnrichMemo(text)?.isCounted === false;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
