// @ts-check

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const fine = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });
const share = new Intl.NumberFormat("en", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });
const minute = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** Stands for an unknown number. */
export const unknown = "–";

/**
 * A whole number with thousands separators.
 * @param {number | null} count
 */
export function formatCount(count) {
  return count === null ? unknown : whole.format(count);
}

/**
 * A number in at most three digits.
 * @param {number} count
 */
export function formatShort(count) {
  return count < 1000 ? whole.format(count) : short.format(count);
}

/**
 * A number per second, with two digits below ten.
 * @param {number} perSecond
 */
export function formatRate(perSecond) {
  return `${formatAmount(perSecond)}/s`;
}

/**
 * A number that may have a fraction, with two digits below ten.
 * @param {number} amount
 */
export function formatAmount(amount) {
  return amount > 0 && amount < 10 ? fine.format(amount) : formatShort(Math.round(amount));
}

/**
 * A share in percent; unknown if the whole is zero.
 * @param {number} part
 * @param {number} all
 */
export function formatShare(part, all) {
  if (all === 0) return unknown;
  const ratio = part / all;
  return part > 0 && ratio < 0.001 ? "< 0.1%" : share.format(ratio);
}

/**
 * Milliseconds; as seconds from 10,000 ms.
 * @param {number | null} ms
 */
export function formatMs(ms) {
  if (ms === null) return unknown;
  return ms < 10_000 ? `${whole.format(ms)} ms` : `${formatShort(Math.round(ms / 1000))} s`;
}

/**
 * The time of day in UTC.
 * @param {string | number} at
 */
export function formatTime(at) {
  return clock.format(new Date(at));
}

/**
 * Hours and minutes in UTC.
 * @param {string | number} at
 */
export function formatMinute(at) {
  return minute.format(new Date(at));
}

/**
 * A window from start to end in UTC, with the day if it is not today.
 * @param {string} start
 * @param {string} end
 * @param {string} now
 */
export function formatWindow(start, end, now) {
  const [from, to] = [new Date(start), new Date(end)];
  const isShort = to.getTime() - from.getTime() < 86_400_000;
  const isToday = day.format(from) === day.format(new Date(now));
  if (!isShort) return `${day.format(from)} ${minute.format(from)} – ${day.format(to)}`;
  return `${isToday ? "" : `${day.format(from)} `}${minute.format(from)} – ${minute.format(to)}`;
}

/**
 * A length of time in its largest unit.
 * @param {number} ms
 */
export function formatAge(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** @type {Readonly<Record<string, string>>} */
const units = { D: "day", H: "hour", M: "minute", S: "second" };

/**
 * An ISO 8601 duration in words; a duration of several parts stays as it is.
 * @param {string} duration
 */
export function formatDuration(duration) {
  const parts = /^P(?:T(\d+)([HMS])|(\d+)(D))$/.exec(duration);
  if (!parts) return duration;
  const amount = Number(parts[1] ?? parts[3]);
  const unit = units[parts[2] ?? parts[4] ?? ""] ?? "";
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

/**
 * A text with its invisible characters made visible, because a locale is whatever an app sends.
 * @param {string} text
 */
export function visible(text) {
  const shown = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return shown.trim() === "" ? `"${shown}"` : shown;
}
