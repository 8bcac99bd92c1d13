import type { CountEntry } from "../pipeline/count_state.ts";
import type { LocaleCount } from "../observe/counts_view.ts";

/** The largest first, and those that are equal by name. */
export function sorted(entries: Iterable<CountEntry>): CountEntry[] {
  return [...entries].sort((a, b) => b.count - a.count || (a.locale < b.locale ? -1 : 1));
}

/** A count as it is told. */
export function told({ locale, count, lastLoginMs }: CountEntry): LocaleCount {
  return { locale, count, lastLogin: new Date(lastLoginMs).toISOString() };
}
