import type { CountMemo, CountNotes, CountState } from "./count_state.ts";
import { packSpans, unpackSpans } from "./rules.ts";
import type { CommittedMemo } from "./stage.ts";

/** A memo as it is committed: with the number of partitions of the deltas. */
export interface KeptMemo extends CountMemo, Partial<CountNotes> {
  readonly partitions: number;
}

/** Writes a memo as the metadata of a committed offset. */
export function writeMemo({ spans = [], rebuiltAt = null, ...sums }: KeptMemo): string {
  const rules = spans.length === 0 ? {} : { rules: packSpans(spans) };
  return JSON.stringify({ ...sums, ...rules, ...(rebuiltAt !== null && { rebuiltAt }) });
}

/** Reads such a memo; null for an empty text. Throws for any other text. */
export function readMemo(text: string): KeptMemo | null {
  if (text === "") return null;
  const { keys, logins, streamTimeMs, partitions, sequence, hash, ...notes } = parsed(text);
  const { rules = [], rebuiltAt = null } = notes;
  const numbers = [keys, logins, streamTimeMs, partitions, sequence, rebuiltAt ?? 0];
  const spans = unpackSpans(rules);
  const isWhole = numbers.every(Number.isSafeInteger) && /^[0-9a-f]{16}$/.test(hash);
  if (!isWhole || spans === null) throw foreignMemo();
  return { keys, logins, streamTimeMs, partitions, sequence, hash, spans, rebuiltAt };
}

/** Reads such a memo; null for any other text. */
export function ownMemo(text: string): KeptMemo | null {
  try {
    return readMemo(text);
  } catch {
    return null;
  }
}

/**
 * Says that the number of partitions has changed since the commit; null when it has not. A locale's
 * deltas would go to another partition than its count.
 */
export function repartitioned(memo: KeptMemo | null, partitionCount: number): string | null {
  if (memo === null || memo.partitions === partitionCount) return null;
  return `the counts were kept in ${memo.partitions} partitions, and there are ${partitionCount} now`;
}

/**
 * Double entry: the restored table and the memo of the committed offset have to describe the same
 * counts. Says how they differ, as precisely as the numbers allow; null when they agree.
 */
export function contradictionOf(
  restored: CountState,
  { offset, memo }: CommittedMemo,
): string | null {
  const committed = ownMemo(memo);
  if (committed === null && memo !== "") return foreignMemo().message;
  const [foreign] = restored.foreignOffsets;
  if (foreign !== undefined) {
    return `the record at offset ${foreign} was not written by this pipeline`;
  }
  if (committed === null) return withoutMemo(restored.memo(), offset);
  const reason = difference(restored.memo(), committed);
  if (reason === null) return null;
  return `it holds ${sumsOf(restored.memo())}, ` +
    `the committed offset was left with ${sumsOf(committed)}: ${reason}`;
}

// Every commit of this pipeline carries a memo. Only at offset 0 is no delta missing without one.
function withoutMemo({ keys, logins }: CountMemo, offset: number): string | null {
  if (keys === 0 && offset === 0) return null;
  return `it holds ${keys} counts of ${logins} logins, and the committed offset has no memo: a tool ` +
    "set the offset, or the group was deleted";
}

function difference(restored: CountMemo, committed: CountMemo): string | null {
  const { keys, logins, sequence, hash } = committed;
  const isSame = restored.keys === keys && restored.logins === logins && restored.hash === hash;
  if (restored.sequence > sequence) {
    return "the table is ahead: the offset was set back, or a transaction was torn";
  }
  // Compaction removes tombstones, and the latest transaction may have written only tombstones.
  if (isSame) return null;
  if (restored.keys === 0) return "the topic was emptied, or deleted and recreated";
  if (restored.sequence < sequence) return "the end of the table is lost";
  return "records of the table were lost, altered or added by another program";
}

function sumsOf({ keys, logins, sequence }: CountMemo): string {
  return `${keys} counts of ${logins} logins up to transaction ${sequence}`;
}

function parsed(text: string): KeptMemo & { readonly rules?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw foreignMemo();
  }
}

function foreignMemo(): Error {
  return new Error("the metadata of the committed offset was not written by this pipeline");
}
