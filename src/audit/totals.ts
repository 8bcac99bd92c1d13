import { isOverflowLocale } from "../pipeline/count_overflow.ts";
import type { CountCheck } from "./count_check.ts";
import type { ExpectedFates } from "./expected_fates.ts";
import type { VisibleFate } from "./fate_ledger.ts";
import type { GroupPositions } from "./group_positions.ts";
import type { AuditTotals } from "./report.ts";

/** The numbers of an audit. */
export function totalsOf(
  { totals, ledgers }: ExpectedFates,
  positions: GroupPositions,
  counts: CountCheck,
): AuditTotals {
  const met = (fate: VisibleFate) =>
    sum(ledgers.map((ledger, partition) => ledger.countMet(fate, positions.first(partition))));
  const allTime = [...counts.told.values()].filter(({ window }) => window === null);
  const together = allTime.filter(({ locale }) => isOverflowLocale(locale));
  return {
    ...totals,
    enriched: met("enriched"),
    deadLetters: met("deadLetter"),
    counts: {
      keys: counts.told.size,
      emitted: counts.emitted,
      logins: sum(allTime.map(({ count }) => count)),
      overflow: sum(together.map(({ count }) => count)),
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
