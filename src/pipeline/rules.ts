/** What decides results: the settings that do, each as its text under its variable's name. */
export type RuleTexts = Readonly<Record<string, string>>;

/** Rules, and the offset of the input from which on they hold. */
export interface RuleSpan {
  readonly from: number;
  readonly rules: RuleTexts;
  /** Whether a recount counts everything before by these rules, too. */
  readonly isBackdated: boolean;
}

/** A setting that is one thing here and another thing there. */
export interface RuleDifference {
  readonly name: string;
  readonly own: string;
  readonly found: string;
}

/** Settings that decide the fates of records, which are written when they are processed. */
export const fateRules: ReadonlySet<string> = new Set(["COUNTS", "MAX_VALUE_BYTES"]);

/** A span as it is written: of its rules only what differs from the one before; 1 where backdated. */
export type WrittenSpan = readonly [from: number, changed: RuleTexts, backdated?: 1];

/**
 * Kafka takes 4096 bytes beside an offset (offset.metadata.max.bytes); what else a memo holds takes
 * less than the rest of it.
 */
const maxBytes = 3_500;

/** The first span of a partition whose rules nobody has written down yet. */
export function firstSpan(from: number, rules: RuleTexts): readonly RuleSpan[] {
  return Object.keys(rules).length === 0 ? [] : [{ from, rules, isBackdated: false }];
}

/** Spans as they are kept in a memo: of each only what differs from the one before. */
export function packSpans(spans: readonly RuleSpan[]): readonly WrittenSpan[] {
  return spans.map(({ from, rules, isBackdated }, index) => {
    const before = spans[index - 1]?.rules ?? {};
    const changed = Object.entries(rules).filter(([name, value]) => before[name] !== value);
    const written = Object.fromEntries(changed);
    return isBackdated ? [from, written, 1] : [from, written];
  });
}

/** The spans of such a value; null for what {@linkcode packSpans} has not made. */
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

/** The rules that held at an offset; null where none are known. Before the oldest, those held. */
export function rulesAt(spans: readonly RuleSpan[], offset: number): RuleTexts | null {
  return (spans.findLast(({ from }) => from <= offset) ?? spans[0])?.rules ?? null;
}

/**
 * The rules by which the logins at an offset are to be counted, were they counted today. Which fate
 * a record has was decided once and for all.
 */
export function countedBy(spans: readonly RuleSpan[], offset: number): RuleTexts | null {
  const held = rulesAt(spans, offset);
  const later = spans.findLast(({ from, isBackdated }) => isBackdated && from > offset);
  if (later === undefined) return held;
  const fates = Object.entries(held ?? {}).filter(([name]) => fateRules.has(name));
  return { ...later.rules, ...Object.fromEntries(fates) };
}

/** The rules that hold from now on; null where none are known. */
export function newestRules(spans: readonly RuleSpan[]): RuleTexts | null {
  return spans.at(-1)?.rules ?? null;
}

/**
 * Spans with another at their end, which begins at an offset. What ended below the first offset that
 * is still in the log is left out, and the oldest where there is no room for all of them.
 */
export function addSpan(
  spans: readonly RuleSpan[],
  added: RuleSpan,
  logStart: number,
): readonly RuleSpan[] {
  // Nothing was processed by what begins where this does, but a recount may have counted by it.
  const before = spans.filter(({ from, isBackdated }) =>
    from < added.from || (isBackdated && !added.isBackdated)
  );
  const all = [...before, added];
  const firstNeeded = Math.max(0, all.findLastIndex(({ from }) => from <= logStart));
  let kept = all.slice(firstNeeded);
  while (kept.length > 1 && JSON.stringify(packSpans(kept)).length > maxBytes) kept = kept.slice(1);
  return kept;
}

/** In what own rules differ from those found, by the names that both have. */
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
