import type { AuditRun } from "./audit_run.ts";
import type { Cut } from "./cut.ts";
import type { ExpectedFates } from "./expected_fates.ts";
import type { Findings } from "./findings.ts";
import { textOf } from "./report.ts";

/** Adds a difference for each record below the committed offsets whose output is missing. */
export function addMissing(
  { session: { topics }, cut, findings }: AuditRun,
  { ledgers }: ExpectedFates,
): void {
  const { topic } = topics.input;
  for (const [partition, ledger] of ledgers.entries()) {
    for (const { offset, fate } of ledger.missing(cut.enrich.first(partition))) {
      const source = { topic, partition, offset };
      const claim = fate === "enriched"
        ? `has no enriched login in ${topics.output.topic}`
        : `has no dead letter in ${topics.deadLetters.topic}`;
      findings.add({
        kind: "missing",
        source,
        message: `the record at ${textOf(source)} ${claim}`,
      });
    }
  }
  admitRemoved(topics.output.topic, cut.output, findings);
  admitRemoved(topics.deadLetters.topic, cut.deadLetters, findings);
}

function admitRemoved(topic: string, ranges: Cut["output"], findings: Findings): void {
  for (const [partition, { start }] of ranges.entries()) {
    if (start === 0) continue;
    findings.admit(
      `"${topic}[${partition}]" begins at offset ${start}: removed records count as missing; audit ` +
        "a later part of the input with --from",
    );
  }
}
