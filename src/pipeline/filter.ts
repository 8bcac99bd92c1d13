import type { Login } from "./login_fields.ts";

/** The device type of the logins that go on. */
export const keptDevice = "android";

/** Whether a login goes on: its device type is exactly `android`. */
export function isKept(login: Login): boolean {
  return login.deviceType === keptDevice;
}
