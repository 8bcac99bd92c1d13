import { format } from "@std/datetime";

const dayMs = 86_400_000;
const maxRememberedDays = 4096;

/** Gives a function that writes a time as `yyyy-MM-dd HH:mm:ss` in UTC. */
export function loginTimeWriter(): (timestampMs: number) => string {
  // Formatting costs as much as ten whole logins, and the logins of a batch share few days.
  const rememberedDays = new Map<number, string>();
  return (timestampMs) => {
    const day = Math.floor(timestampMs / dayMs);
    let date = rememberedDays.get(day);
    if (date === undefined) {
      date = format(new Date(timestampMs), "yyyy-MM-dd ", { timeZone: "UTC" });
      if (rememberedDays.size >= maxRememberedDays) rememberedDays.clear();
      rememberedDays.set(day, date);
    }
    return date + timeOfDay(Math.floor((timestampMs - day * dayMs) / 1000));
  };
}

function timeOfDay(second: number): string {
  const hours = Math.floor(second / 3600);
  const minutes = Math.floor(second / 60) % 60;
  return `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(second % 60)}`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
