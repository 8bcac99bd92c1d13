import type { Random } from "./random.ts";

/** A login as the mobile app sends it: sometimes a field is missing or the timestamp is a text. */
export interface GeneratedLogin {
  readonly user_id: string;
  readonly app_version: string;
  readonly ip: string;
  readonly locale?: string;
  readonly device_id: string;
  readonly timestamp: number | string;
  readonly device_type?: string;
}

const versions = ["2.3.0", "2.3.0", "2.3.0", "2.2.4", "2.4.1"] as const;
const devices = ["android", "android", "iOS"] as const;
const states = [
  ...["AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA"],
  ...["KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ"],
  ...["NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT"],
  ...["VA", "WA", "WV", "WI", "WY"],
] as [string, ...string[]];
const withoutDevice = 0.01;
const withoutLocale = 0.005;
const textTimestamp = 0.005;

/** A login at a given second: a US state as locale, any IPv4 address, and Android twice in three. */
export function generateLogin(random: Random, epochSeconds: number): GeneratedLogin {
  return {
    user_id: random.uuid(),
    app_version: random.pick(versions),
    ip: [0, 0, 0, 0].map(() => random.below(256)).join("."),
    ...(!random.happens(withoutLocale) && { locale: random.pick(states) }),
    device_id: random.uuid(),
    timestamp: random.happens(textTimestamp) ? String(epochSeconds) : epochSeconds,
    ...(!random.happens(withoutDevice) && { device_type: random.pick(devices) }),
  };
}
