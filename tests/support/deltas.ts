import type { InputBatch, InputRecord, OutputRecord } from "../../src/pipeline/record.ts";
import { avroType } from "../../src/pipeline/schemas.ts";
import { frame, inputRecord, utf8 } from "./logins.ts";
import { readOutput, schemaIds } from "./pipeline_settings.ts";

const deltaType = avroType("LocaleDelta");

/** The parts of a delta that a test sets. */
export interface DeltaOf {
  readonly locale?: string;
  readonly window?: readonly [startMs: number, endMs: number];
  readonly delta?: number;
  readonly lastLogin?: number;
  readonly timestamp?: number;
}

function deltaRecord(
  { locale = "CA", window, delta = 1, lastLogin = 0, timestamp }: DeltaOf,
): InputRecord {
  const [window_start, window_end] = window ?? [null, null];
  const fields = { locale, window_start, window_end, delta, last_login: lastLogin };
  const value = frame(schemaIds.LocaleDelta, deltaType.toBuffer(fields));
  return inputRecord(value, { key: utf8(locale), timestamp: timestamp ?? 1e12 });
}

/** Deltas as one batch of partition 3. */
export function deltas(...list: DeltaOf[]): InputBatch {
  return { topic: "deltas", partition: 3, records: list.map(deltaRecord) };
}

/** The key of a record as text. */
export function keyOf({ key }: OutputRecord): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(key!);
}

/** The keys and counts written to the table; null for a tombstone. */
export function table(outputs: readonly OutputRecord[]): [key: string, count: unknown][] {
  return outputs.filter(({ topic }) => topic === "counts")
    .map((record) => [keyOf(record), record.value && readOutput(record)["count"]]);
}
