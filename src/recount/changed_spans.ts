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

/** The wanted rules, the offset from which they apply, and the start of the log. */
export interface Wanted {
  readonly offset: number;
  readonly logStart: number;
  readonly rules: RuleTexts;
}

/** The spans of a partition after a change of rules; null if nothing changes. */
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

/** The settings that differ from those of any partition, each once. */
export function differencesIn(
  wanted: RuleTexts,
  partitions: readonly { readonly before: RuleTexts }[],
): readonly RuleDifference[] {
  const all = partitions.flatMap(({ before }) => differencesOf(wanted, before));
  return [...new Map(all.map((each) => [each.name, each])).values()];
}

/** Refuses to backdate settings that decide the fates of records: those are already written. */
export function refuseBackdating(differences: readonly RuleDifference[]): void {
  const decided = differences.filter(({ name }) => fateRules.has(name)).map(({ name }) => name);
  if (decided.length === 0) return;
  throw new FatalError(
    `Cannot change ${
      decided.join(" and ")
    } from the beginning: the fates of earlier records are already written`,
    "change these settings without --from-beginning, and then the others with --from-beginning",
  );
}

/** Refuses to start counting without a recount: earlier logins would be in no count. */
export function refuseCounting(differences: readonly RuleDifference[]): void {
  if (!differences.some(({ name, own }) => name === "COUNTS" && own === "true")) return;
  throw new FatalError(
    "Cannot turn counting on by a change of settings: logins were processed with COUNTS=false",
    "run: deno task recount, which counts them and turns counting on",
  );
}
