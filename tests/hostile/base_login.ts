import { utf8 } from "../support/logins.ts";

/**
 * A text that no log, answer or header may contain; it is part of each text of {@linkcode baseLogin}.
 */
export const canary = "canary";

/** The login from which all hostile ones are made; it is kept. */
export const baseLogin = {
  user_id: `${canary}-user`,
  app_version: `${canary}-2.3.0`,
  device_type: "android",
  ip: `${canary}-199.172.111.135`,
  locale: `${canary}-RU`,
  device_id: `${canary}-593-47-5928`,
  timestamp: 1720576825,
};

/** The fields of a login. */
export const fieldNames = Object.keys(baseLogin) as readonly (keyof typeof baseLogin)[];

/** The login with the JSON text of one field replaced; null leaves the field out. */
export function withRaw(name: string, raw: string | null): string {
  const members = Object.entries(baseLogin)
    .filter(([field]) => field !== name || raw !== null)
    .map(([field, value]) => `"${field}":${field === name ? raw : JSON.stringify(value)}`);
  return `{${members.join(",")}}`;
}

/** The login with the JSON text of one additional member before all others. */
export function before(member: string): Uint8Array {
  return utf8(`{${member},${withRaw("", null).slice(1)}`);
}

/** The login with the JSON text of one additional member after all others. */
export function behind(member: string): Uint8Array {
  return utf8(`${withRaw("", null).slice(0, -1)},${member}}`);
}
