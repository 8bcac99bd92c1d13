import type { Correction, PartitionPlan, RecountPlan } from "../recount/plan.ts";
import { recordsIn } from "../recount/source.ts";
import { tableOf } from "../terminal/table.ts";
import { visible } from "../visible.ts";

const shownCorrections = 20;

/** Whether there is nothing to correct. */
export function isHealthy({ partitions }: RecountPlan): boolean {
  return partitions.every((partition) => partition.isHealthy);
}

/** A plan as text: the source, what is wrong with the table and why, and what will be written. */
export function reportOf(plan: RecountPlan, countsTopic: string): string {
  const { source, partitions } = plan;
  const sums = partitions.map(({ rebuilt }) => rebuilt.memo());
  const keys = sums.reduce((sum, memo) => sum + memo.keys, 0);
  const logins = sums.reduce((sum, memo) => sum + memo.logins, 0);
  const counted = `${source.topic.topic}: ${recordsIn(source)} offsets, complete from the first; ` +
    `they give ${keys} counts of ${logins} logins`;
  if (isHealthy(plan)) return `${counted}\nThe counts are correct; nothing to do.`;
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

/** Counts that will be deleted come first, so that nobody misses them. */
function byLossAndKey(a: Correction, b: Correction): number {
  const [isLostA, isLostB] = [a.after === null, b.after === null];
  if (isLostA !== isLostB) return isLostA ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

function writing({ table, rebuilt }: PartitionPlan, countsTopic: string): string {
  return `one transaction: ${rebuilt.memo().keys} counts to ${countsTopic}[${table.partition}], ` +
    `the committed offset of its deltas at ${table.end}`;
}
