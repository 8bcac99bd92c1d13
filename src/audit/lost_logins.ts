import type { AuditRun } from "./audit_run.ts";
import type { Findings } from "./findings.ts";
import type { GoneSources } from "./gone_sources.ts";
import { type Place, textOf } from "./report.ts";

/**
 * Adds a difference for each range of the input that was deleted before it was processed, and reports
 * what cannot be known of other deleted records.
 *
 * A committed offset before the start of the log proves a loss. So does a committed offset that was
 * moved past deleted records, which the memo shows. Of the other deleted records, one with an output
 * was processed. One without was filtered, a tombstone or a marker, or the committed offset was moved
 * past it: the logs no longer show which.
 */
export async function addLost(
  { session, cut, findings }: AuditRun,
  gone: readonly GoneSources[],
): Promise<void> {
  const { topic } = session.topics.input;
  for (const [partition, logStart] of cut.logStarts.entries()) {
    if (logStart === 0) continue;
    // Between the two requests of the cut, the group may have committed, or retention may have run.
    await cut.enrich.covers(partition, logStart - 1);
    const position = cut.enrich.latest(partition);
    if (position === null) {
      findings.admit(
        `"${topic}[${partition}]" begins at offset ${logStart} and has no committed offset yet: ` +
          "it is unknown whether the deleted records should have been processed",
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
    `the committed offset was moved past the records from ${textOf(source)} to ${last}, which ` +
    "had been deleted and have no output. The first ones may have been filtered; the others " +
    `were never processed: ${last - first + 1} offsets`;
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
    `"${topic}[${partition}]": the first ${removed} offsets were removed from the log; ` +
    `${gone.count} of them have an output`;
  return silence === null
    ? text
    : `${text}; the others were filtered, tombstones or markers, or were skipped, and the logs no ` +
      `longer show which: the longest range of these is ${silence.first} to ${silence.last}`;
}
