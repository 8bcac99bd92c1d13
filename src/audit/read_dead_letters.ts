import { redated } from "../pipeline/record_time.ts";
import type { AuditRun } from "./audit_run.ts";
import type { FactCheck } from "./fact_check.ts";
import { readFacts } from "./fact_reader.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { isReaderMark, sourceOfDeadLetter } from "./record_source.ts";
import { textOf } from "./report.ts";

/** Reads the dead letters and checks each one. */
export async function readDeadLetters(
  { session, cut, source: reading, findings }: AuditRun,
  facts: FactCheck,
): Promise<void> {
  const { input, deadLetters } = session.topics;
  const { topic } = deadLetters;
  for await (const { partition, records } of readFacts(reading, topic, cut.deadLetters)) {
    for (const record of records) {
      const place = { topic, partition, offset: record.offset };
      const source = sourceOfDeadLetter(record.headers, input.topic);
      if (source === null) {
        if (isReaderMark(record)) continue;
        const message = `the record at ${textOf(place)} is not a dead letter of ${input.topic}`;
        findings.add({ kind: "alien", found: place, message });
        continue;
      }
      const { key, value } = record;
      const written = { partition, key, value, ...redated(record), fields: null };
      const fingerprint = fingerprintOf(written, deadLetters);
      const hasBrokerTime = record.batchContext.isLogAppendTime;
      await facts.take({ fate: "deadLetter", place, source, fingerprint, hasBrokerTime, written });
    }
  }
}
