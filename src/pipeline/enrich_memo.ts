import { packSpans, type RuleSpan, unpackSpans } from "./rules.ts";

/** What stands beside a committed offset of the enrich stage. */
export interface EnrichMemo {
  /** How far event time has come, milliseconds since the epoch. */
  readonly streamTimeMs: number;
  /** Whether all logins before the offset were counted. */
  readonly isCounted: boolean;
  /** Oldest first; none where a version wrote it that did not write rules down. */
  readonly spans: readonly RuleSpan[];
}

const form = /^(uncounted )?(\d+)(?: (\[.*\]))?$/;

/** A memo as the text that goes beside the committed offset. */
export function writeEnrichMemo(streamTimeMs: number, isCounted: boolean, rules = ""): string {
  return (isCounted ? "" : "uncounted ") + streamTimeMs + rules;
}

/** The last part of such a text: made once, as rules do not change from one commit to the next. */
export function writeRules(spans: readonly RuleSpan[]): string {
  return spans.length === 0 ? "" : ` ${JSON.stringify(packSpans(spans))}`;
}

/** The memo of such a text; null for a text that another has written, or none. */
export function readEnrichMemo(text: string): EnrichMemo | null {
  const [, uncounted, streamTime, rules] = form.exec(text) ?? [];
  if (streamTime === undefined) return null;
  const spans = rules === undefined ? [] : unpackSpans(parsed(rules));
  if (spans === null) return null;
  return { streamTimeMs: Number(streamTime), isCounted: uncounted === undefined, spans };
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
