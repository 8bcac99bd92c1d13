import type { Cut } from "./cut.ts";
import type { FactSource } from "./fact_reader.ts";
import type { Findings } from "./findings.ts";
import { Progress } from "./progress.ts";
import type { AuditSession } from "./session.ts";

/** One audit at work: its connections, the ranges that it reads, and what it has found so far. */
export interface AuditRun {
  readonly session: AuditSession;
  readonly cut: Cut;
  readonly source: FactSource;
  readonly findings: Findings;
}

const graceMs = 10_000;

/** Prepares to read the ranges of a cut. */
export function auditRun(session: AuditSession, cut: Cut, findings: Findings): AuditRun {
  const ranges = [cut.input, cut.deltas, cut.output, cut.deadLetters, cut.counts].flat();
  const offsets = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const { report } = session.listener;
  const progress = new Progress(offsets, report);
  const source: FactSource = {
    fetchLog: session.fetchLog.bind(session),
    advance: progress.add.bind(progress),
    admit: findings.admit.bind(findings),
    report,
    openTimeoutMs: session.config.transactionTimeoutMs + graceMs,
  };
  return { session, cut, source, findings };
}
