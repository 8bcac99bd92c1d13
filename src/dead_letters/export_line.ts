import { decode } from "../pipeline/decode.ts";
import { timeText } from "../pipeline/record_time.ts";
import { Rejection } from "../pipeline/rejection.ts";
import { visibleJson } from "../visible.ts";
import type { DeadLetter } from "./letter.ts";
import type { Writers } from "./writer_schemas.ts";

/** A complete dead letter as one line of NDJSON; bytes are base64. */
export function exportLine(
  { at, source, rejection, record, timestamp }: DeadLetter,
  isReplayed: boolean,
  { codecs }: Writers,
): string {
  const { key, value } = record;
  const decoded = value === null ? null : decode(value, codecs, Infinity);
  return visibleJson({
    ...at,
    timestamp: timeText(timestamp),
    cause: rejection.code,
    field: rejection.field,
    source,
    replayed: isReplayed,
    headers: record.headers.map(([name, bytes]) => [name, bytes?.toBase64() ?? null]),
    key: key?.toBase64() ?? null,
    value: value?.toBase64() ?? null,
    json: decoded instanceof Rejection ? null : decoded,
  });
}
