import type { Correction, PartitionPlan, RecountPlan } from "../recount/plan.ts";
import { recordsIn } from "../recount/source.ts";
import { tableOf } from "../terminal/table.ts";
import { visible } from "../visible.ts";

const shownCorrections = 20;

/** Whether a recount has nothing to do. */
export function isHealthy({ partitions }: RecountPlan): boolean {
  return partitions.every((partition) => partition.isHealthy);
}

/** A plan for people: the source, what is wrong with the table and why, and what will be written. */
export function reportOf(plan: RecountPlan, countsTopic: string): string {
  const { source, partitions } = plan;
  const sums = partitions.map(({ rebuilt }) => rebuilt.memo());
  const keys = sums.reduce((sum, memo) => sum + memo.keys, 0);
  const logins = sums.reduce((sum, memo) => sum + memo.logins, 0);
  const counted = `${source.topic.topic}: ${recordsIn(source)} offsets, complete from the first; ` +
    `they make ${keys} counts of ${logins} logins`;
  if (isHealthy(plan)) return `${counted}\nThe counts are as they should be; nothing to do.`;
  const wrong = partitions.filter((partition) => !partition.isHealthy);
  return [
    counted,
    "",
    ...wrong.map((partition) => complaint(partition, countsTopic)),
    ...corrections(wrong),
    "",
    ...wrong.map((partition) => writing(partition, countsTopic)),
  ].join("\n");
}

function complaint({ table, corrections }: PartitionPlan, countsTopic: string): string {
  const reason = table.mismatch ?? `${corrections.length} counts differ from the source`;
  return `${countsTopic}[${table.partition}]: ${visible(reason)}`;
}

function corrections(wrong: readonly PartitionPlan[]): string[] {
  const all = wrong.flatMap(({ corrections }) => corrections).toSorted(byLossAndKey);
  if (all.length === 0) return [];
  const rows = all.slice(0, shownCorrections)
    .map(({ key, before, after }) => [key, before ?? "-", after ?? "-"]);
  const more = all.length - rows.length;
  return ["", tableOf(["key", "before", "after"], rows), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** A count that goes is what a reader must not miss. */
function byLossAndKey(a: Correction, b: Correction): number {
  const [goesA, goesB] = [a.after === null, b.after === null];
  if (goesA !== goesB) return goesA ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

function writing({ table, rebuilt }: PartitionPlan, countsTopic: string): string {
  return `one transaction: ${rebuilt.memo().keys} counts to ${countsTopic}[${table.partition}], ` +
    `the committed offset of its deltas at ${table.end}`;
}
