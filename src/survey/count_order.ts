import type { LocaleCount } from "../contract/counts.ts";
import type { CountEntry } from "../pipeline/count_entry.ts";

/** Counts in descending order; equal counts by locale. */
export function sorted(entries: Iterable<CountEntry>): CountEntry[] {
  return [...entries].sort(inOrder);
}

/** The first `limit` of {@linkcode sorted}, without sorting the rest: there may be millions. */
export function largest(entries: Iterable<CountEntry>, limit: number): CountEntry[] {
  const found: CountEntry[] = [];
  for (const entry of entries) {
    if (found.length === limit && inOrder(found[limit - 1]!, entry) < 0) continue;
    const at = found.findIndex((other) => inOrder(entry, other) < 0);
    found.splice(at < 0 ? found.length : at, 0, entry);
    if (found.length > limit) found.pop();
  }
  return found;
}

function inOrder(a: CountEntry, b: CountEntry): number {
  return b.count - a.count || (a.locale < b.locale ? -1 : 1);
}

/** A count as the API has it. */
export function localeCount({ locale, count, lastLoginMs }: CountEntry): LocaleCount {
  return { locale, count, lastLogin: new Date(lastLoginMs).toISOString() };
}
