import type { RefusedRecords } from "../pipeline/refused_records.ts";
import type { Config } from "../settings/config.ts";
import { type AuditRun, auditRun } from "./audit_run.ts";
import { CountCheck } from "./count_check.ts";
import type { CountLedger } from "./count_ledger.ts";
import { type Cut, type Selection, takeCut } from "./cut.ts";
import type { ExpectedFates } from "./expected_fates.ts";
import { fieldsThatDiffer } from "./expected_record.ts";
import { FactCheck } from "./fact_check.ts";
import { Findings } from "./findings.ts";
import { GoneSources } from "./gone_sources.ts";
import { checkLatestCounts } from "./latest_counts.ts";
import { addLost } from "./lost_logins.ts";
import { addMissing } from "./missing.ts";
import { readDeadLetters } from "./read_dead_letters.ts";
import { readDeltas } from "./read_deltas.ts";
import { readInput } from "./read_input.ts";
import { readOutput } from "./read_output.ts";
import { readRefused } from "./read_refused.ts";
import { readTable } from "./read_table.ts";
import type { AuditReport } from "./report.ts";
import { AuditSession } from "./session.ts";
import { checkSums } from "./sum_check.ts";
import { TableCheck } from "./table_check.ts";
import { totalsOf } from "./totals.ts";

/** The options of an audit. */
export interface AuditOptions extends Selection {
  /** Takes lines about progress and waiting. */
  readonly report?: (line: string) => void;
  readonly signal?: AbortSignal;
  /** How many differences the report lists; it counts all. */
  readonly maxDifferences?: number;
}

const usualDifferences = 100;

/**
 * Proves from the topics alone that each input record below the committed offsets had exactly one
 * fate and that all counts are right, whether or not the pipeline is running.
 *
 * The pure core says what each record should become: under the rules that were committed when it was
 * processed, or under the current settings if none were. The transaction markers in the logs say which
 * records are committed; the broker's list, which the processor's consumer uses, does not count here.
 * If two applications write to one output topic, each audit reports the other's records as alien.
 */
export async function audit(config: Config, options: AuditOptions = {}): Promise<AuditReport> {
  const { report = () => {}, signal = new AbortController().signal } = options;
  await using session = await AuditSession.open(config, { report, signal });
  const findings = new Findings(options.maxDifferences ?? usualDifferences);
  const run = auditRun(session, await takeCut(session, options), findings);

  const refused = await readRefused(run);
  const expected = await readInput(run, refused);
  const ledger = await readDeltas(run);
  const checks = checksOf(run, { expected, refused, ledger });
  await readOutput(run, checks);
  await readDeadLetters(run, checks.facts);
  await readTable(run, checks.table);

  checks.facts.finish();
  await addLost(run, checks.gone);
  addMissing(run, expected);
  await compareSums(run, expected, ledger);
  compareCounts(run, ledger, checks);
  const { differences, differenceCount, notChecked } = findings;
  const totals = totalsOf(expected, run.cut.enrich, checks.counts);
  return { agrees: differenceCount === 0, totals, differences, differenceCount, notChecked };
}

interface Checks {
  readonly facts: FactCheck;
  readonly gone: readonly GoneSources[];
  readonly counts: CountCheck;
  readonly table: TableCheck;
}

/** What the input and the deltas require of the topics that are read next. */
interface Expectation {
  readonly expected: ExpectedFates;
  readonly refused: RefusedRecords;
  readonly ledger: CountLedger;
}

function checksOf(
  { session, cut, findings }: AuditRun,
  { expected: { ledgers }, refused, ledger }: Expectation,
): Checks {
  const { input, output, deltas } = session.topics;
  const gone = cut.logStarts.map((start, partition) =>
    new GoneSources(start, session.written.beginnings[partition])
  );
  const facts = new FactCheck({
    inputTopic: input.topic,
    ledgers,
    positions: cut.enrich,
    findings,
    gone,
    fieldsOf: (fact) => fieldsThatDiffer(session, fact, refused),
  });
  const counts = new CountCheck({
    ledger,
    positions: cut.count,
    findings,
    partitionCount: output.partitionCount,
    deltaPartitionCount: deltas.partitionCount,
    hasAllDeltas: cut.hasAllDeltas,
  });
  return { facts, gone, counts, table: new TableCheck(ledger, findings) };
}

async function compareSums(
  { cut, findings }: AuditRun,
  expected: ExpectedFates,
  { logged }: CountLedger,
): Promise<void> {
  const gap = !cut.hasAllDeltas
    ? "the first deltas are gone"
    : !cut.isWholeInput
    ? "part of it was left out or is gone"
    : hasHoles(cut, expected)
    ? "compaction has removed records from it"
    : null;
  if (gap !== null) {
    findings.admit(`counts were not checked against the input: ${gap}`);
    return;
  }
  const { committedSums: committed, sums: all } = expected;
  checkSums({ committed, all, logged, hasMoved: await cut.enrich.haveMoved() }, findings);
}

function hasHoles(cut: Cut, { ledgers }: ExpectedFates): boolean {
  return ledgers.some((ledger, partition) => ledger.holes(cut.input[partition]!.end) > 0);
}

function compareCounts(
  { session: { topics }, cut, findings }: AuditRun,
  ledger: CountLedger,
  { counts, table }: Checks,
): void {
  const rows = table.finish(cut.hasAllDeltas);
  if (!cut.hasAllDeltas) {
    findings.admit("counts were only checked to rise, because the first deltas are gone");
    return;
  }
  const shared = { ledger, positions: cut.count, findings };
  const isGone = cut.output.some(({ start }) => start > 0);
  checkLatestCounts(counts.told, {
    ...shared,
    kind: "count",
    topic: topics.output.topic,
    isExempt: ({ toldCount }) => isGone && toldCount === 0,
  });
  checkLatestCounts(rows, {
    ...shared,
    kind: "table",
    topic: topics.counts.topic,
    isExempt: ({ window, partition }) => ledger.isClosed(window, partition),
  });
}
