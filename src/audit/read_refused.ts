import { RefusedRecords } from "../pipeline/refused_records.ts";
import type { AuditRun } from "./audit_run.ts";
import { readFacts } from "./fact_reader.ts";

// Dead letters are read again later, and progress and gaps are reported then.
function ignore(): void {}

/** Reads from the dead letters which records the output refused for their timestamp; trusts them. */
export async function readRefused(
  { session, cut, source }: AuditRun,
): Promise<RefusedRecords> {
  const { input, deadLetters } = session.topics;
  const refused = new RefusedRecords(input.topic);
  const reading = { ...source, advance: ignore, admit: ignore };
  for await (
    const { records } of readFacts(reading, deadLetters.topic, cut.deadLetters)
  ) {
    for (const { headers } of records) refused.take(headers);
  }
  return refused;
}
