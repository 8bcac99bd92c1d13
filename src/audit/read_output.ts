import type { FetchedRecord } from "../kafka/reading/fetched_record.ts";
import type { RawRecord } from "../pipeline/decode_json.ts";
import { FrameWriter } from "../pipeline/encode.ts";
import { schemaIdOf } from "../pipeline/frame.ts";
import type { AuditRun } from "./audit_run.ts";
import type { CountCheck, CountFields } from "./count_check.ts";
import type { FactCheck } from "./fact_check.ts";
import { factHeaders } from "./fact_headers.ts";
import { readFacts } from "./fact_reader.ts";
import type { Findings } from "./findings.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { fieldsOf } from "./frames.ts";
import { isReaderMark, sourceOfLogin } from "./record_source.ts";
import { type Place, textOf } from "./report.ts";

/** The checks of the output. */
export interface OutputJudges {
  readonly facts: FactCheck;
  readonly counts: CountCheck;
}

/** Reads the output: enriched logins, counts, and nothing else. */
export async function readOutput(
  run: AuditRun,
  judges: OutputJudges,
): Promise<void> {
  const { session, cut, source } = run;
  const { topics: { output: { topic } }, types } = session;
  const judge = new OutputReading(run, judges);
  for await (const { partition, records } of readFacts(source, topic, cut.output)) {
    const batch = { topic, partition, records };
    const logins = await session.codecsFor(batch, types.enrichedLogin);
    const counts = await session.codecsFor(batch, types.localeCount);
    for (const record of records) {
      const place = { topic, partition, offset: record.offset };
      const login = fieldsOf(record.value, logins);
      const count = login === null ? fieldsOf(record.value, counts) : null;
      if (login !== null) await judge.takeLogin(place, record, login);
      else if (count !== null) await judge.takeCount(place, record, count);
      else if (!isReaderMark(record)) judge.takeForeign(place);
    }
  }
}

class OutputReading {
  readonly #enrichedLogin;
  readonly #topic;
  readonly #judges: OutputJudges;
  readonly #findings: Findings;
  readonly #frames = new FrameWriter();

  constructor({ session, findings }: AuditRun, judges: OutputJudges) {
    this.#enrichedLogin = {
      type: session.types.enrichedLogin,
      id: session.schemaIds.EnrichedLogin,
    };
    this.#judges = judges;
    this.#findings = findings;
    this.#topic = session.topics.output;
  }

  async takeLogin(place: Place, record: FetchedRecord, fields: RawRecord): Promise<void> {
    const { partition } = place;
    const { key, timestamp } = record;
    const headers = factHeaders(record.headers);
    // Equal fields give equal bytes only in the same schema.
    const value = schemaIdOf(record.value!) === this.#enrichedLogin.id
      ? record.value
      : this.#frames.frame(this.#enrichedLogin, fields);
    await this.#judges.facts.take({
      fate: "enriched",
      place,
      source: sourceOfLogin(fields),
      fingerprint: fingerprintOf({ partition, key, value, headers, timestamp }, this.#topic),
      hasBrokerTime: record.batchContext.isLogAppendTime,
      written: { partition, key, value, headers, timestamp, fields },
    });
  }

  async takeCount(place: Place, record: FetchedRecord, fields: RawRecord): Promise<void> {
    await this.#judges.counts.take(place, record, fields as unknown as CountFields);
  }

  takeForeign(found: Place): void {
    const message = `the record at ${textOf(found)} was not written by this pipeline`;
    this.#findings.add({ kind: "alien", found, message });
  }
}
