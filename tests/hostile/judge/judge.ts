import type { ExpectedFate } from "../../support/contract.ts";
import type { Fate } from "../hostile_value.ts";
import { type Read, readRecord, type Schema } from "./avro_reader.ts";
import { readJson } from "./json_reader.ts";

/** The schema of an id; null if the registry has none. */
export type SchemaOf = (id: number) => Schema | null;

/** The default of MAX_VALUE_BYTES. */
export const maxValueBytes = 1_048_576;

const limits = { maxDepth: 64, maxEmpty: 65_536 };
const required = ["user_id", "app_version", "ip", "device_id"] as const;
const nullable = ["device_type", "locale"] as const;
const lastSecond = 253402300799;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

type Fields = ReadonlyMap<string, unknown>;

/**
 * The fate of a value by the contract with all its rules. Its own readers work character by character
 * and byte by byte: slow, and without code or libraries of the core.
 */
export function judge(value: Uint8Array | null, schemaOf: SchemaOf): ExpectedFate {
  return value === null ? "tombstone" : judgeWithReason(value, schemaOf).fate;
}

/** The same with the reason for a dead letter, which contains no part of the value. */
export function judgeWithReason(
  value: Uint8Array,
  schemaOf: SchemaOf,
): { readonly fate: ExpectedFate; readonly reason: string } {
  try {
    if (value.length === 0 || value.length > maxValueBytes) throw new Error("no size for a value");
    const fields = value[0] === 0 ? readAvro(value, schemaOf) : readObject(value);
    return { fate: fateOf(fields), reason: "" };
  } catch (error) {
    return { fate: "deadLetter", reason: error instanceof Error ? error.message : "" };
  }
}

/** Only the fate, without the fields of an enriched login. */
export function judgeFate(value: Uint8Array, schemaOf: SchemaOf): Fate {
  const fate = judge(value, schemaOf);
  return typeof fate === "object" ? "enriched" : fate;
}

function readObject(value: Uint8Array): Fields {
  const object = readJson(strict.decode(value), limits.maxDepth);
  if (!(object instanceof Map)) throw new Error("no object");
  return object;
}

function readAvro(value: Uint8Array, schemaOf: SchemaOf): Fields {
  const id = new DataView(value.buffer, value.byteOffset, value.length).getInt32(1);
  return readBody(schemaOf(id), value.subarray(5));
}

/** The fields of a login in an Avro body; throws if its schema or its content is not a login. */
export function readBody(schema: Schema | null, body: Uint8Array): Fields {
  if (schema === null) throw new Error("no schema");
  const { name, fields: read } = readRecord(schema, body, limits);
  if (!/(^|\.)UserLogin$/.test(name)) throw new Error("no UserLogin");
  const fields = new Map<string, unknown>();
  for (const name of required) fields.set(name, resolved(read.get(name), ["string", "bytes"]));
  for (const name of nullable) {
    const written = read.get(name) ?? { schema: "null", value: null };
    fields.set(name, resolved(written, ["null", "string", "bytes"]));
  }
  return fields.set("timestamp", resolved(read.get("timestamp"), ["int", "long"]));
}

/** The value that was written; throws unless it has one of these primitive types. */
function resolved(read: Read | undefined, primitives: readonly string[]): unknown {
  if (read === undefined) throw new Error("a field is missing");
  if (!primitives.includes(read.schema as string)) throw new Error("another type");
  if (typeof read.value === "bigint") return Number(read.value);
  return read.schema === "bytes" ? strict.decode(read.value as Uint8Array) : read.value;
}

function fateOf(login: Fields): ExpectedFate {
  const isLogin = required.every((name) => isText(login.get(name)) && login.get(name) !== "") &&
    nullable.every((name) => (login.get(name) ?? null) === null || isText(login.get(name)));
  const seconds = secondsOf(login.get("timestamp"));
  if (!isLogin || seconds === null) throw new Error("no login");
  if (login.get("device_type") !== "android") return "filtered";
  const text = (name: string) => login.get(name) as string;
  return {
    user_id: text("user_id"),
    app_version: text("app_version"),
    device_type: text("device_type"),
    ip: text("ip"),
    locale: text("locale") || "unknown",
    device_id: text("device_id"),
    timestamp: seconds * 1000,
    login_time: new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " "),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function secondsOf(value: unknown): number | null {
  if (isText(value) && !/^[0-9]{1,12}$/.test(value)) return null;
  if (!isText(value) && typeof value !== "number") return null;
  const seconds = Number(value);
  return seconds >= 0 && seconds <= lastSecond && seconds % 1 === 0 ? seconds + 0 : null;
}
