import { RefusedRecords } from "../pipeline/refused_records.ts";
import type { Cut } from "./cut.ts";
import { type FactSource, readFacts } from "./fact_reader.ts";
import type { AuditSession } from "./session.ts";

function nobody(): void {} // the dead letters are read once more, and what is said of them is said then

/** Reads the dead letters for those that say that the output refused a timestamp; it is believed. */
export async function readRefused(
  { topics: { input, deadLetters } }: AuditSession,
  cut: Cut,
  source: FactSource,
): Promise<RefusedRecords> {
  const refused = new RefusedRecords(input.topic);
  const reading = { ...source, advance: nobody, admit: nobody };
  for await (
    const { records } of readFacts(reading, deadLetters.topic, cut.deadLetters, "commit")
  ) {
    for (const { headers } of records) refused.take(headers);
  }
  return refused;
}
