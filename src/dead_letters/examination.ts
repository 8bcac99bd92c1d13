import { decode } from "../pipeline/decode.ts";
import type { RawRecord } from "../pipeline/decode_json.ts";
import { isFrame, schemaIdOf } from "../pipeline/frame.ts";
import { fateOf } from "../pipeline/login_fate.ts";
import { fieldIndex, type LoginField, loginFields, validate } from "../pipeline/login_fields.ts";
import { Rejection } from "../pipeline/rejection.ts";
import type { Writers } from "./writer_schemas.ts";

/** What a field holds, and what validation says of it. */
export interface FieldFinding {
  readonly field: LoginField;
  /** Undefined where the record has no such field. */
  readonly value: unknown;
  readonly rejection: Rejection | null;
}

/** What the pure core makes of a value, step by step. */
export interface Examination {
  readonly framing: "JSON" | "Avro frame";
  /** The id in a frame's header. */
  readonly schemaId: number | null;
  readonly decoded: RawRecord | Rejection;
  /** Every field of a login, judged by itself; none where nothing could be decoded. */
  readonly fields: readonly FieldFinding[];
  /** The names of what is no field of a login. */
  readonly otherFields: readonly string[];
  /** What would become of the value now. */
  readonly fate: "enriched" | "filtered" | Rejection;
}

/** Each text field takes this value, and so does the timestamp. */
const validValue = "0";

/** Takes a value apart as the pipeline does, but does not stop at the first thing that is wrong. */
export function examine(
  value: Uint8Array,
  { codecs }: Writers,
  maxValueBytes: number,
): Examination {
  const decoded = decode(value, codecs, maxValueBytes);
  const record = decoded instanceof Rejection ? null : decoded;
  const fate = fateOf(value, codecs, maxValueBytes);
  return {
    framing: isFrame(value) ? "Avro frame" : "JSON",
    schemaId: isFrame(value) ? schemaIdOf(value) : null,
    decoded,
    fields: record === null ? [] : loginFields.map((field) => findingOf(field, record)),
    otherFields: Object.keys(record ?? {}).filter((name) => !Object.hasOwn(fieldIndex, name)),
    fate: fate instanceof Rejection ? fate : fate === "filtered" ? fate : "enriched",
  };
}

/** Validation stops at the first field that is wrong, so each is put among fields that are right. */
function findingOf(field: LoginField, record: RawRecord): FieldFinding {
  const value = record[field];
  const valid = Object.fromEntries(loginFields.map((each) => [each, validValue]));
  const judged = validate({ ...valid, [field]: value });
  return { field, value, rejection: judged instanceof Rejection ? judged : null };
}
