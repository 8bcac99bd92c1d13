import type avro from "avsc";
import { UsageError } from "../errors.ts";
import { readFrame } from "../pipeline/decode.ts";
import { decodeJson } from "../pipeline/decode_json.ts";
import { frameHeaderBytes, isFrame, schemaIdOf } from "../pipeline/frame.ts";
import { type LoginField, loginFields } from "../pipeline/login_fields.ts";
import { Rejection } from "../pipeline/rejection.ts";
import type { Writers } from "./writer_schemas.ts";

/** A field of a login and its new value. */
export interface Edit {
  readonly field: LoginField;
  readonly value: unknown;
}

const text = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Reads `FIELD=VALUE`. A text field takes VALUE literally, or as a JSON string or null. `timestamp` takes
 * any JSON value.
 */
export function parseEdit(given: string): Edit {
  const [name = "", ...rest] = given.split("=");
  const field = loginFields.find((candidate) => candidate === name);
  if (field === undefined || rest.length === 0) {
    throw new UsageError(`takes FIELD=VALUE, with one of ${loginFields.join(", ")}`);
  }
  const words = rest.join("=");
  const json = parseJson(words);
  const isTaken = field === "timestamp"
    ? json !== undefined
    : typeof json === "string" || json === null;
  return { field, value: isTaken ? json : words };
}

/**
 * Changes fields of a value and nothing else. JSON stays JSON, and a frame keeps its schema. Null if the
 * value cannot be decoded well enough.
 */
export function edited(
  value: Uint8Array,
  edits: readonly Edit[],
  writers: Writers,
): Uint8Array | null {
  const fields = Object.fromEntries(edits.map(({ field, value }) => [field, value]));
  return isFrame(value) ? editFrame(value, fields, writers) : editJson(value, fields);
}

function editJson(value: Uint8Array, fields: Record<string, unknown>): Uint8Array | null {
  if (decodeJson(value) instanceof Rejection) return null;
  const record: object = JSON.parse(text.decode(value), keepNumber);
  return encoder.encode(JSON.stringify({ ...record, ...fields }));
}

/** ECMAScript's JSON.parse source text access, which TypeScript does not declare yet. */
interface ExactJson {
  rawJSON(source: string): unknown;
}

/** Keeps the digits of a number: an id above 2^53 in another field must not change. */
function keepNumber(_: string, value: unknown, { source }: { source?: string } = {}): unknown {
  const isNumber = typeof value === "number" && source !== undefined;
  return isNumber ? (JSON as unknown as ExactJson).rawJSON(source) : value;
}

function editFrame(
  frame: Uint8Array,
  fields: Record<string, unknown>,
  { codecs, types }: Writers,
): Uint8Array | null {
  // avsc accepts nearly any bytes, so the codec checks them first. A rejection that names a field,
  // such as one that is null, is what an edit repairs.
  const decoded = readFrame(frame, codecs);
  if (decoded instanceof Rejection && decoded.field === null) return null;
  const type = types.get(schemaIdOf(frame)!);
  if (type?.typeName !== "record") return null;
  const body = frame.subarray(frameHeaderBytes);
  const changed = changeRecord(type as avro.types.RecordType, Buffer.from(body), fields);
  return changed && Buffer.concat([frame.subarray(0, frameHeaderBytes), changed]);
}

function changeRecord(
  type: avro.types.RecordType,
  body: Buffer,
  fields: Record<string, unknown>,
): Buffer | null {
  try {
    const record = type.fromBuffer(body);
    // If avsc does not write the same bytes, the edit would change other fields.
    if (!type.toBuffer(record).equals(body)) return null;
    const isKnown = Object.keys(fields).every((name) => type.field(name) !== undefined);
    const changed = { ...record, ...fields };
    return isKnown ? type.toBuffer(changed) : null;
  } catch {
    return null; // a value of a type that the field does not take
  }
}

function parseJson(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    return undefined;
  }
}
