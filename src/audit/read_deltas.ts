import type { DeltaFields } from "../pipeline/count_record.ts";
import { partitionOf } from "../pipeline/partition.ts";
import { rulesAt, type RuleTexts } from "../pipeline/rules.ts";
import type { Config } from "../settings/config.ts";
import { configUnder } from "../setup/rule_settings.ts";
import type { AuditRun } from "./audit_run.ts";
import { CountLedger, type LedgerSettings } from "./count_ledger.ts";
import { readFacts } from "./fact_reader.ts";
import { fieldsOf } from "./frames.ts";
import { textOf } from "./report.ts";
import type { AuditSession } from "./session.ts";

const encoder = new TextEncoder();

/** Reads the deltas and adds them up. */
export async function readDeltas(
  { session, cut, source, findings }: AuditRun,
): Promise<CountLedger> {
  const { topics: { deltas: { topic, partitionCount } } } = session;
  const ledger = new CountLedger(settingsAt(session), session.written.rebuilt);
  const reader = session.types.localeDelta;
  for await (const { partition, records } of readFacts(source, topic, cut.deltas)) {
    const codecs = await session.codecsFor({ topic, partition, records }, reader);
    for (const record of records) {
      const fields = fieldsOf(record.value, codecs) as unknown as DeltaFields | null;
      const found = { topic, partition, offset: record.offset };
      const flaw = fields === null
        ? "was not written by this pipeline"
        : partitionOf(encoder.encode(fields.locale), partitionCount) !== partition
        ? "is not in the partition of its locale"
        : null;
      if (flaw !== null) {
        findings.add({ kind: "deltas", found, message: `the record at ${textOf(found)} ${flaw}` });
      }
      if (fields !== null) ledger.take(partition, record, fields);
    }
  }
  for (const reason of ledger.looseParts()) findings.admit(reason);
  return ledger;
}

/** The settings by which a delta at an offset of a partition was counted. */
function settingsAt(
  { config, written }: AuditSession,
): (partition: number, offset: number) => LedgerSettings {
  const known = new Map<RuleTexts | null, LedgerSettings>();
  return (partition, offset) => {
    const rules = rulesAt(written.count[partition] ?? [], offset);
    const found = known.get(rules) ?? settingsUnder(config, rules ?? {});
    known.set(rules, found);
    return found;
  };
}

function settingsUnder(config: Config, rules: RuleTexts): LedgerSettings {
  const { countWindows: sizes, countRetentionMs: retentionMs, maxLocales } = configUnder(
    config,
    rules,
  );
  return { windows: { sizes, retentionMs }, maxLocales };
}
