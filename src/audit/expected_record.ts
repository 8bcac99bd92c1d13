import type { Source } from "../pipeline/enrich.ts";
import { plainRecord } from "../pipeline/plain_record.ts";
import type { OutputRecord } from "../pipeline/record.ts";
import type { RefusedRecords } from "../pipeline/refused_records.ts";
import { alteredFields } from "./altered_fields.ts";
import type { Fact } from "./fact_check.ts";
import { readOwnFrame } from "./frames.ts";
import type { AuditSession } from "./session.ts";

/** Reads the source of a fact again and names the fields that differ from the expected record. */
export async function fieldsThatDiffer(
  session: AuditSession,
  { source, fate, hasBrokerTime, written }: Fact,
  refused: RefusedRecords,
): Promise<readonly string[]> {
  const expected = await expectedRecord(session, source, refused);
  if (expected === null) return [];
  const { enrichedLogin } = session.types;
  const fields = fate === "enriched" ? readOwnFrame(expected.value!, enrichedLogin) : null;
  const record = plainRecord(expected);
  const timestamp = hasBrokerTime ? written.timestamp : record.timestamp;
  return alteredFields({ ...record, timestamp, fields }, written);
}

/** The expected output of one input record; null if the record is gone or has none. */
async function expectedRecord(
  session: AuditSession,
  { partition, offset }: Source,
  refused: RefusedRecords,
): Promise<OutputRecord | null> {
  const { topics: { input: { topic }, deltas } } = session;
  const turns = await session.fetchLog(topic, new Map([[partition, offset]]));
  const records = turns.flatMap((turn) => turn.records).filter((r) => r.offset === offset);
  const batch = { topic, partition, records, ...refused.rulesOf(partition) };
  const codecs = await session.codecsFor(batch, session.reader);
  const enrich = session.enrich.at(partition, offset);
  const { outputs } = enrich.process(enrich.begin(""), batch, codecs);
  return outputs.find((output) => output.topic !== deltas.topic) ?? null;
}
