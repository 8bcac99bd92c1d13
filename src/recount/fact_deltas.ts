import type { Codecs } from "../pipeline/avro_codec.ts";
import { Combiner } from "../pipeline/combine.ts";
import { FrameWriter, type WriterSchema } from "../pipeline/encode.ts";
import { frameHeaderBytes, isFrame, schemaIdOf } from "../pipeline/frame.ts";
import { partitionOf } from "../pipeline/partition.ts";
import type { InputRecord, OutputRecord } from "../pipeline/record.ts";
import { plainTimeOf } from "../pipeline/record_time.ts";
import { Rejection } from "../pipeline/rejection.ts";
import type { Login } from "../pipeline/login_fields.ts";

/** Where deltas go, and in which schema. */
export interface DeltaTopic {
  readonly topic: string;
  readonly partitionCount: number;
  readonly localeDelta: WriterSchema;
}

/**
 * The all-time deltas of the enriched logins among records of the output, as the enrich stage made
 * them; throws on what is neither an enriched login nor of another type that the registry knows.
 */
export function deltasOfFacts(
  records: readonly InputRecord[],
  codecs: Codecs,
  { topic, partitionCount, localeDelta }: DeltaTopic,
): OutputRecord[] {
  const combiner = new Combiner({ sizes: [], retentionMs: 0 }, 0);
  for (const record of records) {
    const fact = factOf(record, codecs);
    if (fact !== null) combiner.add(fact, record.timestamp);
  }
  const frames = new FrameWriter();
  return combiner.deltas().map((sum) => {
    const { locale, logins: delta, lastLoginMs: last_login } = sum;
    const key = frames.text(locale);
    const fields = { locale, window_start: null, window_end: null, delta, last_login };
    const value = frames.frame(localeDelta, fields);
    const partition = partitionOf(key, partitionCount);
    return { topic, partition, key, value, headers: [], timestamp: plainTimeOf(sum.timestamp) };
  });
}

function factOf({ value, offset }: InputRecord, codecs: Codecs): Login | null {
  if (value === null) return null;
  const codec = isFrame(value) ? codecs.get(schemaIdOf(value) ?? -1) : undefined;
  if (codec?.status === "incompatible") return null; // a count, which is what is being rebuilt
  const fields = codec?.status === "usable" ? codec.decode(value.subarray(frameHeaderBytes)) : null;
  if (fields === null || fields instanceof Rejection) {
    throw new Error(`the record at offset ${offset} was not written by this pipeline`);
  }
  return loginOf(fields as unknown as FactFields);
}

interface FactFields {
  readonly user_id: string;
  readonly app_version: string;
  readonly device_type: string;
  readonly ip: string;
  readonly locale: string;
  readonly device_id: string;
  readonly timestamp: number;
}

function loginOf(fact: FactFields): Login {
  return {
    userId: fact.user_id,
    appVersion: fact.app_version,
    deviceType: fact.device_type,
    ip: fact.ip,
    locale: fact.locale,
    deviceId: fact.device_id,
    timestampMs: fact.timestamp,
  };
}
