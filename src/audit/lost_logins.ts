import type { AuditRun } from "./audit_run.ts";
import type { Findings } from "./findings.ts";
import type { GoneSources } from "./gone_sources.ts";
import { type Place, textOf } from "./report.ts";

/**
 * Adds a difference for each stretch of the input that was deleted before it was processed, and admits
 * what cannot be told of the rest that is gone.
 *
 * A position before the beginning of the log proves a loss. So does a position that somebody has led
 * past records that were gone by then, which the memo beside it tells. Of what else is gone, a
 * record with an output was processed. One without was filtered, a tombstone or a marker, or somebody
 * has led the position past it: nothing that is left tells which.
 */
export async function addLost(
  { session, cut, findings }: AuditRun,
  gone: readonly GoneSources[],
): Promise<void> {
  const { topic } = session.topics.input;
  for (const [partition, logStart] of cut.logStarts.entries()) {
    if (logStart === 0) continue;
    // The group may have gone on, or retention have come, between the two questions of the cut.
    await cut.enrich.covers(partition, logStart - 1);
    const position = cut.enrich.latest(partition);
    if (position === null) {
      findings.admit(
        `"${topic}[${partition}]" begins at offset ${logStart}, and nothing of it was processed yet: ` +
          "whether records before that should have been, nothing tells",
      );
      continue;
    }
    addLedPast({ topic, partition }, gone[partition]!, findings);
    if (position < logStart) {
      addStretch({ topic, partition, offset: position }, logStart - 1, findings);
    }
    const removed = Math.min(logStart, position);
    if (removed > 0) findings.admit(removedText({ topic, partition }, removed, gone[partition]!));
  }
}

function addLedPast(
  { topic, partition }: Pick<Place, "topic" | "partition">,
  { ledPast }: GoneSources,
  findings: Findings,
): void {
  if (ledPast === null) return;
  const { first, last } = ledPast;
  const source = { topic, partition, offset: first };
  const message =
    `the position was led past the records from ${textOf(source)} to ${last}, which ` +
    "were deleted by then and left nothing behind: those at the beginning may have been filtered, " +
    `the rest was never processed: ${last - first + 1} offsets`;
  findings.add({ kind: "lost", source, lastOffset: last, message });
}

function addStretch(source: Place, last: number, findings: Findings): void {
  const size = last - source.offset + 1;
  const message = size === 1
    ? `the record at ${textOf(source)} was deleted before it was processed`
    : `the records from ${textOf(source)} to ${last} were deleted before they were processed: ` +
      `${size} offsets`;
  findings.add({ kind: "lost", source, lastOffset: last, message });
}

function removedText(
  { topic, partition }: Pick<Place, "topic" | "partition">,
  removed: number,
  gone: GoneSources,
): string {
  const silence = gone.longestSilence(removed);
  const text =
    `"${topic}[${partition}]": the first ${removed} offsets were removed from the log, and ` +
    `${gone.count} of them left something behind`;
  return silence === null
    ? text
    : `${text}; the others were filtered, tombstones or markers, or the position was led past them, ` +
      `and nothing tells which: the longest stretch of these is ${silence.first} to ${silence.last}`;
}
