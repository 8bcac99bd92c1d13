import type { Login } from "./login_fields.ts";

/** The device type of the logins that are kept. */
export const keptDevice = "android";

/** Whether a login is kept: its device type is exactly `android`. */
export function isKept(login: Login): boolean {
  return login.deviceType === keptDevice;
}
