import { format } from "@std/datetime";

const maxRemembered = 4096;

/** Gives a function that writes a time as `yyyy-MM-dd HH:mm:ss` in UTC and remembers what it wrote. */
export function loginTimeWriter(): (timestampMs: number) => string {
  // Logins come in bursts of the same second, and formatting is the dearest step of enriching.
  const remembered = new Map<number, string>();
  return (timestampMs) => {
    const known = remembered.get(timestampMs);
    if (known !== undefined) return known;
    const text = format(new Date(timestampMs), "yyyy-MM-dd HH:mm:ss", { timeZone: "UTC" });
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(timestampMs, text);
    return text;
  };
}
