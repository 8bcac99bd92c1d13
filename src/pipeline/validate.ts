import type { RawRecord } from "./decode_json.ts";
import { type LoginField, Rejection } from "./rejection.ts";

/** A login that keeps the contract. */
export interface Login {
  readonly userId: string;
  readonly appVersion: string;
  readonly deviceType: string | null;
  readonly ip: string;
  /** {@linkcode unknownLocale} where the record named none. */
  readonly locale: string;
  readonly deviceId: string;
  /** Milliseconds since the epoch. */
  readonly timestampMs: number;
}

/** The locale of logins that name none. */
export const unknownLocale = "unknown";

/** The last second of the year 9999. */
export const maxEpochSeconds = 253402300799;
const digits = /^[0-9]{1,12}$/;

/** Checks a decoded record against the contract, in the order of its fields. */
export function validate(record: RawRecord): Login | Rejection {
  const userId = requiredText("user_id", record["user_id"]);
  if (userId instanceof Rejection) return userId;
  const appVersion = requiredText("app_version", record["app_version"]);
  if (appVersion instanceof Rejection) return appVersion;
  const deviceType = optionalText("device_type", record["device_type"]);
  if (deviceType instanceof Rejection) return deviceType;
  const ip = requiredText("ip", record["ip"]);
  if (ip instanceof Rejection) return ip;
  const locale = optionalText("locale", record["locale"]);
  if (locale instanceof Rejection) return locale;
  const deviceId = requiredText("device_id", record["device_id"]);
  if (deviceId instanceof Rejection) return deviceId;
  const timestampMs = epochMilliseconds(record["timestamp"]);
  if (timestampMs instanceof Rejection) return timestampMs;
  return {
    userId,
    appVersion,
    deviceType,
    ip,
    locale: locale || unknownLocale,
    deviceId,
    timestampMs,
  };
}

function requiredText(field: LoginField, value: unknown): string | Rejection {
  if (typeof value === "string") return value === "" ? new Rejection("EMPTY_FIELD", field) : value;
  return new Rejection(
    value === undefined || value === null ? "MISSING_FIELD" : "WRONG_TYPE",
    field,
  );
}

function optionalText(field: LoginField, value: unknown): string | null | Rejection {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : new Rejection("WRONG_TYPE", field);
}

function epochMilliseconds(value: unknown): number | Rejection {
  if (value === undefined || value === null) return new Rejection("MISSING_FIELD", "timestamp");
  if (typeof value !== "number" && typeof value !== "string") {
    return new Rejection("WRONG_TYPE", "timestamp");
  }
  if (value === "") return new Rejection("EMPTY_FIELD", "timestamp");
  const isDigits = typeof value === "number" || digits.test(value);
  const seconds = isDigits ? Number(value) : NaN;
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > maxEpochSeconds) {
    return new Rejection("TIMESTAMP_OUT_OF_RANGE", "timestamp");
  }
  return seconds * 1000 + 0; // + 0 turns -0 into 0
}
