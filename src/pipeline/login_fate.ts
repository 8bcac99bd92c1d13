import type { Codecs } from "./avro_codec.ts";
import { decode } from "./decode.ts";
import { isKept } from "./filter.ts";
import { type Login, validate } from "./login_fields.ts";
import { Rejection } from "./rejection.ts";

/** The fate of one record: exactly one of four, as the contract lists them. */
export type LoginFate = Login | Rejection | "filtered" | "tombstone";

/** Decides the fate of a value: decode, validate, filter, in this order. */
export function fateOf(
  value: Uint8Array | null,
  codecs: Codecs,
  maxValueBytes: number,
): LoginFate {
  if (value === null) return "tombstone";
  const decoded = decode(value, codecs, maxValueBytes);
  if (decoded instanceof Rejection) return decoded;
  const login = validate(decoded);
  if (login instanceof Rejection) return login;
  return isKept(login) ? login : "filtered";
}
