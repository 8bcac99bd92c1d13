/** Error thrown by a failed assertion. */
export class AssertionError extends Error {
  /** The name test runners recognise a failed assertion by. */
  override name = "AssertionError";
}

/** Returns how a failure message goes on: with the caller's text, or with a full stop. */
export function suffix(msg?: string): string {
  return msg ? `: ${msg}` : ".";
}
