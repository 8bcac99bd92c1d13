import { Rejection } from "./rejection.ts";

/** The last second of the year 9999. */
export const maxEpochSeconds = 253402300799;

const digits = /^[0-9]{1,12}$/;

/** A text that must be there and must not be empty. */
export function requiredText(field: string, value: unknown): string | Rejection {
  if (typeof value === "string") return value === "" ? new Rejection("EMPTY_FIELD", field) : value;
  return new Rejection(
    value === undefined || value === null ? "MISSING_FIELD" : "WRONG_TYPE",
    field,
  );
}

/** A text, or null where it is missing. */
export function optionalText(field: string, value: unknown): string | null | Rejection {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : new Rejection("WRONG_TYPE", field);
}

/** Milliseconds since the epoch, from seconds as a number or as a text of digits. */
export function epochMilliseconds(field: string, value: unknown): number | Rejection {
  if (value === undefined || value === null) return new Rejection("MISSING_FIELD", field);
  if (typeof value !== "number" && typeof value !== "string") {
    return new Rejection("WRONG_TYPE", field);
  }
  if (value === "") return new Rejection("EMPTY_FIELD", field);
  const isDigits = typeof value === "number" || digits.test(value);
  const seconds = isDigits ? Number(value) : NaN;
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > maxEpochSeconds) {
    return new Rejection("TIMESTAMP_OUT_OF_RANGE", field);
  }
  return seconds * 1000 + 0; // + 0 turns -0 into 0
}
