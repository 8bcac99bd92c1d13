/** The settings that decide results: their texts by the names of their variables. */
export type RuleTexts = Readonly<Record<string, string>>;

/** Rules, and the offset of the input from which they apply. */
export interface RuleSpan {
  readonly from: number;
  readonly rules: RuleTexts;
  /** Whether a recount applies these rules to everything before, too. */
  readonly isBackdated: boolean;
}

/** A setting that differs between this process and what was committed. */
export interface RuleDifference {
  readonly name: string;
  readonly own: string;
  readonly found: string;
}

/** Settings that decide the fates of records, which cannot change after processing. */
export const fateRules: ReadonlySet<string> = new Set(["COUNTS", "MAX_VALUE_BYTES"]);

/** A span in a memo: only the rules that differ from the span before; 1 if backdated. */
export type WrittenSpan = readonly [from: number, changed: RuleTexts, backdated?: 1];

/**
 * Kafka accepts 4096 bytes of metadata with an offset (offset.metadata.max.bytes); the rest of a memo
 * takes less than the difference.
 */
const maxBytes = 3_500;

/** The first span of a partition that has no committed rules yet. */
export function firstSpan(from: number, rules: RuleTexts): readonly RuleSpan[] {
  return Object.keys(rules).length === 0 ? [] : [{ from, rules, isBackdated: false }];
}

/** Packs spans for a memo: of each span only what differs from the one before. */
export function packSpans(spans: readonly RuleSpan[]): readonly WrittenSpan[] {
  return spans.map(({ from, rules, isBackdated }, index) => {
    const before = spans[index - 1]?.rules ?? {};
    const changed = Object.entries(rules).filter(([name, value]) => before[name] !== value);
    const written = Object.fromEntries(changed);
    return isBackdated ? [from, written, 1] : [from, written];
  });
}

/** Unpacks such spans; null for any other value. */
export function unpackSpans(value: unknown): readonly RuleSpan[] | null {
  if (!Array.isArray(value)) return null;
  const spans: RuleSpan[] = [];
  let [before, from]: [RuleTexts, number] = [{}, 0];
  for (const written of value) {
    if (!isWritten(written) || written[0] < from) return null;
    from = written[0];
    before = { ...before, ...written[1] };
    spans.push({ from, rules: before, isBackdated: written[2] === 1 });
  }
  return spans;
}

/** The rules that applied at an offset; null if none are known. The oldest apply before, too. */
export function rulesAt(spans: readonly RuleSpan[], offset: number): RuleTexts | null {
  return (spans.findLast(({ from }) => from <= offset) ?? spans[0])?.rules ?? null;
}

/**
 * The rules by which a recount counts the logins at an offset. The fate of a record was decided when
 * it was processed and stays.
 */
export function countedBy(spans: readonly RuleSpan[], offset: number): RuleTexts | null {
  const held = rulesAt(spans, offset);
  const later = spans.findLast(({ from, isBackdated }) => isBackdated && from > offset);
  if (later === undefined) return held;
  const fates = Object.entries(held ?? {}).filter(([name]) => fateRules.has(name));
  return { ...later.rules, ...Object.fromEntries(fates) };
}

/** The current rules; null if none are known. */
export function newestRules(spans: readonly RuleSpan[]): RuleTexts | null {
  return spans.at(-1)?.rules ?? null;
}

/**
 * Adds a span at the end. Spans that ended before the first offset of the log are left out, and the
 * oldest ones if there is no room for all.
 */
export function addSpan(
  spans: readonly RuleSpan[],
  added: RuleSpan,
  logStart: number,
): readonly RuleSpan[] {
  // A span that begins at the same offset processed nothing, but a recount may have used it.
  const before = spans.filter(({ from, isBackdated }) =>
    from < added.from || (isBackdated && !added.isBackdated)
  );
  const all = [...before, added];
  const firstNeeded = Math.max(0, all.findLastIndex(({ from }) => from <= logStart));
  let kept = all.slice(firstNeeded);
  while (kept.length > 1 && JSON.stringify(packSpans(kept)).length > maxBytes) kept = kept.slice(1);
  return kept;
}

/** Where own rules differ from those found, for the names that both have. */
export function differencesOf(own: RuleTexts, found: RuleTexts): readonly RuleDifference[] {
  return Object.entries(own)
    .filter(([name, value]) => found[name] !== undefined && found[name] !== value)
    .map(([name, value]) => ({ name, own: value, found: found[name]! }));
}

function isWritten(value: unknown): value is WrittenSpan {
  if (!Array.isArray(value)) return false;
  const [from, changed] = value;
  return Number.isSafeInteger(from) && typeof changed === "object" && changed !== null &&
    Object.values(changed).every((text) => typeof text === "string");
}
