import { epochMilliseconds, optionalText, requiredText } from "./field_checks.ts";
import { Rejection } from "./rejection.ts";

/** The fields of a login in the order of its schema, each with its place in that order. */
export const fieldIndex = {
  user_id: 0,
  app_version: 1,
  device_type: 2,
  ip: 3,
  locale: 4,
  device_id: 5,
  timestamp: 6,
} as const;

/** The fields that may be missing or null: one bit each, at its index. */
export const optionalFields: number = 1 << fieldIndex.device_type | 1 << fieldIndex.locale;

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

/** The name of a field of a login. */
export type LoginField = keyof typeof fieldIndex;

/** The names of the fields, in the order in which they are checked. */
export const loginFields: readonly LoginField[] = Object.keys(fieldIndex) as LoginField[];

/** The locale of logins that name none. */
export const unknownLocale = "unknown";

/**
 * Checks a decoded record against the contract, field by field. This is written out because a loop
 * over the names takes five times as long.
 */
export function validate(record: Readonly<Record<string, unknown>>): Login | Rejection {
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
  const timestampMs = epochMilliseconds("timestamp", record["timestamp"]);
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
