import { packSpans, type RuleSpan, unpackSpans } from "./rules.ts";

/** Where a partition was taken up without a memo of ours, and where its log began at that moment. */
export interface Beginning {
  readonly offset: number;
  readonly logStart: number;
}

/** What stands beside a committed offset of the enrich stage. */
export interface EnrichMemo {
  /** How far event time has come, milliseconds since the epoch. */
  readonly streamTimeMs: number;
  /** Whether all logins before the offset were counted. */
  readonly isCounted: boolean;
  /** Oldest first; none where a version wrote it that did not write rules down. */
  readonly spans: readonly RuleSpan[];
  /** Null where nothing of the log was gone then, or a version wrote it that did not note this. */
  readonly beginning: Beginning | null;
}

/** What of a memo stays from one commit to the next. */
export type Standing = Pick<EnrichMemo, "spans" | "beginning">;

const form = /^(uncounted )?(\d+)(?: begun (\d+) (\d+))?(?: (\[.*\]))?$/;

/** A memo as the text that goes beside the committed offset. */
export function writeEnrichMemo(streamTimeMs: number, isCounted: boolean, standing = ""): string {
  return (isCounted ? "" : "uncounted ") + streamTimeMs + standing;
}

/** The last part of such a text: made once, as it does not change from one commit to the next. */
export function writeStanding({ spans, beginning }: Standing): string {
  const begun = beginning === null ? "" : ` begun ${beginning.offset} ${beginning.logStart}`;
  return spans.length === 0 ? begun : `${begun} ${JSON.stringify(packSpans(spans))}`;
}

/** The memo of such a text; null for a text that another has written, or none. */
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
