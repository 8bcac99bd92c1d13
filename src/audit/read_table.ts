import type { AuditRun } from "./audit_run.ts";
import type { CountFields } from "./count_check.ts";
import { readFacts } from "./fact_reader.ts";
import { fieldsOf } from "./frames.ts";
import { isReaderMark } from "./record_source.ts";
import type { TableCheck } from "./table_check.ts";

/** Reads the compacted table of counts. */
export async function readTable(
  { session, cut, source }: AuditRun,
  table: TableCheck,
): Promise<void> {
  const { topics: { counts: { topic } }, types } = session;
  for await (const { partition, records } of readFacts(source, topic, cut.counts)) {
    const codecs = await session.codecsFor({ topic, partition, records }, types.localeCount);
    for (const record of records) {
      if (isReaderMark(record)) continue;
      const fields = fieldsOf(record.value, codecs) as unknown as CountFields | null;
      table.take({ topic, partition, offset: record.offset }, record, fields);
    }
  }
}
