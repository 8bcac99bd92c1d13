import type { AuditReport } from "../audit/report.ts";
import { cutTo } from "../terminal/columns.ts";
import { tableOf } from "../terminal/table.ts";
import { visible } from "../visible.ts";

/** Room for a sentence and a key. A longer key is cut. */
const sentenceColumns = 500;

/** An audit report as text: the numbers, the differences, and the verdict in one line. */
export function reportText(report: AuditReport): string {
  const { totals: { counts, waiting, ...fates }, differences, notChecked } = report;
  const left = report.differenceCount - differences.length;
  return [
    tableOf(["fate", "logins"], [
      ["enriched", fates.enriched],
      ["filtered", fates.filtered],
      ["dead letter", fates.deadLetters],
      ["tombstone", fates.tombstones],
      ["of the input", fates.input],
    ]),
    ...(waiting > 0 ? [`${waiting} more have not been processed yet`] : []),
    `${counts.emitted} count records of ${counts.keys} keys; their final counts add up to ` +
    `${counts.logins} logins${overflowOf(counts.overflow)}`,
    ...notChecked.map((gap) => `not checked: ${shown(gap)}`),
    ...differences.map(({ kind, message }) => `${kind}: ${shown(message)}`),
    ...(left > 0 ? [`${left} more differences; --all lists all`] : []),
    verdictOf(report),
  ].join("\n");
}

/** Makes a sentence safe to print: it may quote a key, which comes from outside. */
function shown(sentence: string): string {
  return cutTo(visible(sentence), sentenceColumns);
}

function overflowOf(logins: number): string {
  return logins === 0 ? "" : `, ${logins} of them counted together beyond MAX_LOCALES`;
}

function verdictOf({ agrees, differenceCount, notChecked, totals }: AuditReport): string {
  if (!agrees) {
    return `DIFFERS: ${differenceCount} ${differenceCount === 1 ? "difference" : "differences"}`;
  }
  const gaps = notChecked.length === 0 ? "" : ", as far as it could be checked";
  return `AGREES: each of ${totals.input} input records had exactly one fate, all counts add up${gaps}`;
}
