import type { CountEntry } from "../pipeline/count_entry.ts";
import { countKey } from "../pipeline/count_key.ts";
import type { CountState } from "../pipeline/count_state.ts";

/**
 * Gives rebuilt counts of windows the keys that they have in the table. Which of two keys a window has
 * depends on how many sizes were counted when it was first counted. Readers use that key, and a recount
 * with other sizes does not have to change it.
 */
export function keepKeys(rebuilt: CountState, table: Iterable<CountEntry>): void {
  const moved: [from: string, entry: CountEntry][] = [];
  for (const { key, locale, window } of table) {
    if (window === null) continue;
    const entry = rebuilt.find(locale, window);
    const short = countKey(locale, window, null);
    const isKey = key === short || key.startsWith(`${short}/`);
    if (entry !== undefined && isKey && entry.key !== key) {
      moved.push([entry.key, { ...entry, key }]);
    }
  }
  for (const [from] of moved) rebuilt.drop(from);
  for (const [from, entry] of moved) {
    const isFree = rebuilt.at(entry.key) === undefined;
    rebuilt.put(isFree ? entry : { ...entry, key: from });
  }
}
