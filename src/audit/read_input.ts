import type { RefusedRecords } from "../pipeline/refused_records.ts";
import type { AuditRun } from "./audit_run.ts";
import { ExpectedFates } from "./expected_fates.ts";
import { readFacts } from "./fact_reader.ts";

/** Reads the input and returns the expected fates of its records by the pure core. */
export async function readInput(
  { session, cut, source }: AuditRun,
  refused: RefusedRecords,
): Promise<ExpectedFates> {
  const { topics, enrich, types } = session;
  const topic = topics.input.topic;
  const written = { ...topics, deltas: topics.deltas.topic };
  const expected = new ExpectedFates({ topics: written, types }, cut.input);
  for await (const { partition, records, logged } of readFacts(source, topic, cut.input)) {
    expected.see(partition, logged);
    const position = cut.enrich.first(partition);
    const isCommitted = ({ offset }: { readonly offset: number }) => offset < position;
    const codecs = await session.codecsFor({ topic, partition, records }, session.reader);
    for (const [isBelow, some] of Map.groupBy(records, isCommitted)) {
      for (const [stage, part] of enrich.parts(partition, some)) {
        const batch = { topic, partition, records: part, ...refused.rulesOf(partition) };
        expected.take({ stage, ...batch }, codecs, isBelow);
      }
    }
  }
  return expected;
}
