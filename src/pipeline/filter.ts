import type { Login } from "./validate.ts";

/** Whether a login goes on: its device type is exactly `android`. */
export function isKept(login: Login): boolean {
  return login.deviceType === "android";
}
