import { scanJson } from "./json_scan.ts";
import { Rejection } from "./rejection.ts";

/** The fields of a record before validation. */
export type RawRecord = Readonly<Record<string, unknown>>;

const maxDepth = 64;
/** A login has 200 characters. Far longer texts can make JSON.parse take seconds. */
const maxParsedLength = 4096;
const lax = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads one JSON object from strict UTF-8 (RFC 8259); a repeated key takes its last value. */
export function decodeJson(bytes: Uint8Array): RawRecord | Rejection {
  const text = lax.decode(bytes);
  if (text.charCodeAt(0) === 0xfeff) return new Rejection("BYTE_ORDER_MARK");
  // The lax decoder is three times as fast and replaces invalid bytes with U+FFFD. So only a text
  // with a U+FFFD is checked again: the character may be real.
  if (text.includes("\uFFFD") && !isUtf8(bytes)) return new Rejection("INVALID_UTF8");
  if (isNestedTooDeep(text)) return new Rejection("NESTED_TOO_DEEP");
  let value: unknown;
  try {
    value = text.length > maxParsedLength ? scanJson(text) : JSON.parse(text);
  } catch {
    return new Rejection("MALFORMED_JSON");
  }
  if (text.includes("\\u") && hasLoneSurrogate(text)) return new Rejection("LONE_SURROGATE");
  return isObject(value) ? value : new Rejection("NOT_AN_OBJECT");
}

function isObject(value: unknown): value is RawRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isNestedTooDeep(text: string): boolean {
  // A login is flat: without a second bracket there is no nesting.
  if (text.indexOf("{", 1) === -1 && text.indexOf("[") === -1) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") {
      if (++depth > maxDepth) return true;
    } else if (char === "}" || char === "]") depth--;
  }
  return false;
}

/** Whether a valid JSON text escapes one half of a surrogate pair without the other. */
function hasLoneSurrogate(text: string): boolean {
  let high = -1;
  for (let at = text.indexOf("\\"); at !== -1;) {
    const isUnit = text[at + 1] === "u";
    const mayBeSurrogate = isUnit && (text[at + 2] === "d" || text[at + 2] === "D");
    const unit = mayBeSurrogate ? parseInt(text.slice(at + 2, at + 6), 16) : 0;
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    const isPair = high !== -1 && isLow && at === high + 6;
    if (!isPair && (isLow || high !== -1)) return true;
    high = unit >= 0xd800 && unit <= 0xdbff ? at : -1;
    at = text.indexOf("\\", at + (isUnit ? 6 : 2));
  }
  return high !== -1;
}
