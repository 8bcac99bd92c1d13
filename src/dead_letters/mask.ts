import { visibleJson } from "../visible.ts";

/** The kind and size of a value, without its content. */
export function masked(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value === "string") return maskedText(value);
  if (typeof value === "number") return maskedNumber(value);
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === "object") return `object of ${Object.keys(value).length} fields`;
  return typeof value;
}

/** A value as JSON without characters that control a terminal. */
export function quoted(value: unknown): string {
  if (value === undefined) return "missing";
  return visibleJson(value);
}

function maskedText(text: string): string {
  if (text === "") return "empty text";
  const kinds = characterKinds.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return `text of ${text.length} characters: ${kinds.join(", ")}`;
}

const characterKinds = [
  ["letters", /\p{L}/u],
  ["digits", /\p{Nd}/u],
  ["spaces", /\s/u],
  ["punctuation", /[\p{P}\p{S}]/u],
  ["control characters", /[\p{Cc}\p{Cf}\p{Cs}]/u],
] as const;

function maskedNumber(number: number): string {
  const digits = Math.abs(number).toString();
  const sign = number < 0 ? "negative " : "";
  if (/^\d+$/.test(digits)) return `${sign}whole number of ${digits.length} digits`;
  return `${sign}number with a fraction or an exponent`;
}
