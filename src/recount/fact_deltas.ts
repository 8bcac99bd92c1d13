import type { Codecs } from "../pipeline/avro_codec.ts";
import { Combiner, type CountedLogin } from "../pipeline/combine.ts";
import { readFrame } from "../pipeline/decode.ts";
import { FrameWriter, type WriterSchema } from "../pipeline/encode.ts";
import { partitionOf } from "../pipeline/partition.ts";
import type { InputRecord, OutputRecord } from "../pipeline/record.ts";
import { plainTimeOf } from "../pipeline/record_time.ts";
import { Rejection } from "../pipeline/rejection.ts";

/** The topic of deltas and their schema. */
export interface DeltaTopic {
  readonly topic: string;
  readonly partitionCount: number;
  readonly localeDelta: WriterSchema;
}

/**
 * The all-time deltas of the enriched logins among records of the output, as the enrich stage makes
 * them. Ignores records of other types that the registry knows; throws for all others.
 */
export function deltasOfFacts(
  records: readonly InputRecord[],
  codecs: Codecs,
  { topic, partitionCount, localeDelta }: DeltaTopic,
): OutputRecord[] {
  const combiner = new Combiner({ sizes: [], retentionMs: 0 }, 0);
  for (const record of records) {
    const login = countedLogin(record, codecs);
    if (login !== null) combiner.add(login, record.timestamp);
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

function countedLogin({ value, offset }: InputRecord, codecs: Codecs): CountedLogin | null {
  if (value === null) return null;
  const fields = readFrame(value, codecs);
  if (!(fields instanceof Rejection)) {
    return { locale: String(fields["locale"]), timestampMs: Number(fields["timestamp"]) };
  }
  if (fields.code === "INCOMPATIBLE_SCHEMA") return null; // a count, which is rebuilt
  throw new Error(`the record at offset ${offset} was not written by this pipeline`);
}
