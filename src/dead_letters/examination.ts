import { decode } from "../pipeline/decode.ts";
import type { RawRecord } from "../pipeline/decode_json.ts";
import { isFrame, schemaIdOf } from "../pipeline/frame.ts";
import { fateOf } from "../pipeline/login_fate.ts";
import { fieldIndex, type LoginField, loginFields, validate } from "../pipeline/login_fields.ts";
import { Rejection } from "../pipeline/rejection.ts";
import type { Writers } from "./writer_schemas.ts";

/** The value of a field and the result of its validation. */
export interface FieldFinding {
  readonly field: LoginField;
  /** Undefined if the record has no such field. */
  readonly value: unknown;
  readonly rejection: Rejection | null;
}

/** The results of the pure core for a value, step by step. */
export interface Examination {
  readonly framing: "JSON" | "Avro frame";
  /** The schema id of a frame. */
  readonly schemaId: number | null;
  readonly decoded: RawRecord | Rejection;
  /** Every field of a login, validated by itself; empty if the value could not be decoded. */
  readonly fields: readonly FieldFinding[];
  /** The names of other fields. */
  readonly otherFields: readonly string[];
  /** The fate that the value would have now. */
  readonly fate: "enriched" | "filtered" | Rejection;
}

/** A valid value for every field: texts and timestamp accept it. */
const validValue = "0";

/** Examines a value as the pipeline does, but reports all fields that are wrong. */
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

/** Validation stops at the first wrong field, so each field is validated among valid ones. */
function findingOf(field: LoginField, record: RawRecord): FieldFinding {
  const value = record[field];
  const valid = Object.fromEntries(loginFields.map((each) => [each, validValue]));
  const judged = validate({ ...valid, [field]: value });
  return { field, value, rejection: judged instanceof Rejection ? judged : null };
}
