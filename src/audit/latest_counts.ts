import { countKey } from "../pipeline/count_key.ts";
import { isOverflowLocale, overflowLocale } from "../pipeline/count_overflow.ts";
import type { Window } from "../pipeline/window.ts";
import type { CountHistory } from "./count_history.ts";
import type { CountLedger } from "./count_ledger.ts";
import { countIdOf } from "./count_sums.ts";
import type { Findings } from "./findings.ts";
import type { GroupPositions } from "./group_positions.ts";

/** The latest value of one count. */
export interface LatestCount {
  readonly locale: string;
  /** null for all time. */
  readonly window: Window | null;
  readonly count: number;
}

/** What the latest counts are compared with, and how wrong ones are reported. */
export interface LatestSettings {
  readonly ledger: CountLedger;
  readonly positions: GroupPositions;
  readonly findings: Findings;
  readonly kind: "count" | "table";
  /** The topic of the counts. */
  readonly topic: string;
  /** Whether a count may be missing. */
  readonly isExempt: (history: CountHistory) => boolean;
}

/**
 * Checks that all deltas below the committed offsets are counted. Counts are checked one by one, or by
 * their sum in a partition that counts some locales together.
 */
export function checkLatestCounts(
  latest: ReadonlyMap<string, LatestCount>,
  settings: LatestSettings,
): void {
  const { ledger, positions, isExempt } = settings;
  const together = new Map<string, CountHistory[]>();
  for (const history of ledger.histories()) {
    const { locale, window, partition } = history;
    if (history.isRebased || isExempt(history) || ledger.isLoose(window, partition)) continue;
    if (ledger.hasOverflow(partition)) {
      const id = countIdOf(overflowLocale(partition), window);
      const others = together.get(id) ?? [];
      others.push(history);
      together.set(id, others);
      continue;
    }
    const told = latest.get(countIdOf(locale, window))?.count ?? 0;
    const least = history.countAt(positions.first(partition));
    if (told < least) add(settings, countKey(locale, window, null), told, least);
  }
  for (const [id, histories] of together) checkTogether(id, histories, latest, settings);
}

function checkTogether(
  overflowId: string,
  histories: readonly CountHistory[],
  latest: ReadonlyMap<string, LatestCount>,
  settings: LatestSettings,
): void {
  const { partition, window } = histories[0]!;
  const position = settings.positions.first(partition);
  const named = histories.filter(({ locale }) => !isOverflowLocale(locale))
    .map(({ locale }) => latest.get(countIdOf(locale, window))?.count ?? 0);
  const told = sum(named) + (latest.get(overflowId)?.count ?? 0);
  const least = sum(histories.map((history) => history.countAt(position)));
  const most = sum(histories.map((history) => history.countAt(Infinity)));
  const key = countKey(overflowLocale(partition), window, null);
  if (told < least || told > most) add(settings, key, told, least);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function add(settings: LatestSettings, key: string, told: number, least: number): void {
  const { kind, topic, findings } = settings;
  const message =
    `the count of ${JSON.stringify(key)} in ${topic} ends at ${told}, but its deltas ` +
    `below the committed offset add up to ${least}`;
  findings.add({ kind, key, message });
}
