import { FatalError } from "../errors.ts";
import {
  addSpan,
  countedBy,
  differencesOf,
  fateRules,
  newestRules,
  type RuleDifference,
  type RuleSpan,
  type RuleTexts,
} from "../pipeline/rules.ts";

/** From which offset on which rules are wanted, and where the log begins. */
export interface Wanted {
  readonly offset: number;
  readonly logStart: number;
  readonly rules: RuleTexts;
}

/** The spans of a partition once other rules hold; null where nothing changes. */
export function changedSpans(
  spans: readonly RuleSpan[],
  { offset, logStart, rules }: Wanted,
  isBackdated: boolean,
): readonly RuleSpan[] | null {
  const before = newestRules(spans) ?? {};
  const after = { ...before, ...rules };
  const isChanged = differencesOf(after, before).length > 0;
  const counted = countedBy(spans, logStart) ?? {};
  const differs = differencesOf(after, counted).some(({ name }) => !fateRules.has(name));
  if (!isChanged && !(isBackdated && differs)) return null;
  return addSpan(spans, { from: offset, rules: after, isBackdated }, logStart);
}

/** In what wanted settings differ from those of partitions, each setting once. */
export function differencesIn(
  wanted: RuleTexts,
  partitions: readonly { readonly before: RuleTexts }[],
): readonly RuleDifference[] {
  const all = partitions.flatMap(({ before }) => differencesOf(wanted, before));
  return [...new Map(all.map((each) => [each.name, each])).values()];
}

/** What was decided when a record was processed cannot be decided otherwise afterwards. */
export function refuseBackdating(differences: readonly RuleDifference[]): void {
  const decided = differences.filter(({ name }) => fateRules.has(name)).map(({ name }) => name);
  if (decided.length === 0) return;
  throw new FatalError(
    `Cannot change ${
      decided.join(" and ")
    } from the beginning: what it decides of earlier records ` +
      "is written already",
    "leave --from-beginning out, and run it again with it once this change is made",
  );
}

/** Counting begins again with a recount, or the logins between would be in no count. */
export function refuseCounting(differences: readonly RuleDifference[]): void {
  if (!differences.some(({ name, own }) => name === "COUNTS" && own === "true")) return;
  throw new FatalError(
    "Cannot begin to count by a change of settings: logins were processed with COUNTS=false",
    "run: deno task recount, which counts them, and from then on the pipeline counts",
  );
}
