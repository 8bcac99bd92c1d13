import type { Login } from "./login_fields.ts";

/** The fields of an EnrichedLogin. */
export interface EnrichedLogin {
  readonly user_id: string;
  readonly app_version: string;
  readonly device_type: string | null;
  readonly ip: string;
  readonly locale: string;
  readonly device_id: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly login_time: string;
  readonly source_partition: number;
  readonly source_offset: number;
}

/** The coordinates of a record in the input topic. */
export interface Source {
  readonly partition: number;
  readonly offset: number;
}

/** Adds the formatted login time and the source record to a login. */
export function enrich(login: Login, loginTime: string, source: Source): EnrichedLogin {
  return {
    user_id: login.userId,
    app_version: login.appVersion,
    device_type: login.deviceType,
    ip: login.ip,
    locale: login.locale,
    device_id: login.deviceId,
    timestamp: login.timestampMs,
    login_time: loginTime,
    source_partition: source.partition,
    source_offset: source.offset,
  };
}
