import { RefusedRecords } from "../pipeline/refused_records.ts";
import type { AuditRun } from "./audit_run.ts";
import { readFacts } from "./fact_reader.ts";

function nobody(): void {} // the dead letters are read once more, and what is said of them is said then

/** Reads the dead letters for those that say that the output refused a timestamp; it is believed. */
export async function readRefused(
  { session, cut, source }: AuditRun,
): Promise<RefusedRecords> {
  const { input, deadLetters } = session.topics;
  const refused = new RefusedRecords(input.topic);
  const reading = { ...source, advance: nobody, admit: nobody };
  for await (
    const { records } of readFacts(reading, deadLetters.topic, cut.deadLetters, "commit")
  ) {
    for (const { headers } of records) refused.take(headers);
  }
  return refused;
}
