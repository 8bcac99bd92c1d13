import { format } from "@std/datetime";

const dayMs = 86_400_000;
const maxRememberedDays = 4096;
const zero = 0x30;
const colon = 0x3a;

/** How many bytes `yyyy-MM-dd HH:mm:ss` has. */
export const loginTimeBytes = 19;

/** Writes times as `yyyy-MM-dd HH:mm:ss` in UTC. */
export class LoginTimes {
  // Formatting a date costs as much as ten logins, and the logins of a batch are of a few days.
  readonly #dates = new Map<number, string>();
  #lastDay = NaN;
  #lastDate = "";

  /** A time as text. */
  textOf(timestampMs: number): string {
    const bytes = new Uint8Array(loginTimeBytes);
    this.write(bytes, 0, timestampMs);
    return String.fromCharCode(...bytes);
  }

  /** Writes a time in ASCII and returns the end position. */
  write(to: Uint8Array, start: number, timestampMs: number): number {
    const day = Math.floor(timestampMs / dayMs);
    const date = day === this.#lastDay ? this.#lastDate : this.#dateOf(day);
    for (let i = 0; i < date.length; i++) to[start + i] = date.charCodeAt(i);
    const second = Math.floor((timestampMs - day * dayMs) / 1000);
    const minute = second / 60 | 0;
    const at = start + date.length;
    writeTwoDigits(to, at, minute / 60 | 0);
    to[at + 2] = colon;
    writeTwoDigits(to, at + 3, minute % 60);
    to[at + 5] = colon;
    writeTwoDigits(to, at + 6, second % 60);
    return at + 8;
  }

  #dateOf(day: number): string {
    let date = this.#dates.get(day);
    if (date === undefined) {
      date = format(new Date(day * dayMs), "yyyy-MM-dd ", { timeZone: "UTC" });
      if (this.#dates.size >= maxRememberedDays) this.#dates.clear();
      this.#dates.set(day, date);
    }
    this.#lastDay = day;
    this.#lastDate = date;
    return date;
  }
}

function writeTwoDigits(to: Uint8Array, start: number, number: number): void {
  const tens = number / 10 | 0;
  to[start] = zero + tens;
  to[start + 1] = zero + number - tens * 10;
}
