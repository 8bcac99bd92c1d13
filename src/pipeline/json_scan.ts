import { loginFields } from "./login_fields.ts";

const numberOrWord = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const [quote, backslash, firstPrintable] = [0x22, 0x5c, 0x20];
const [space, newline, tab, carriageReturn] = [0x20, 0x0a, 0x09, 0x0d];
const [comma, colon, zero, nine, letterU] = [0x2c, 0x3a, 0x30, 0x39, 0x75];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Reads a JSON text (RFC 8259) as JSON.parse does, but of an object only the fields of a login. An
 * array or object in such a field becomes an empty array. Throws a SyntaxError for malformed JSON.
 *
 * JSON.parse looks up each short string in one hash table, and V8 hashes a text of digits by its
 * number alone. Fifty thousand multiples of 2^14 as texts collide there, and a megabyte of them takes
 * a second. This function never creates strings of other fields. Nesting must be limited by the caller.
 */
export function scanJson(text: string): unknown {
  const start = skipSpace(text, 0);
  const values = new Map<string, string>();
  const isObject = text[start] === "{";
  const end = isObject
    ? skipMembers(text, start, (name, value) => values.set(name, value))
    : skipValue(text, start);
  if (skipSpace(text, end) < text.length) throw malformed();
  return isObject ? Object.fromEntries([...values].map(parsed)) : null;
}

function parsed([name, value]: readonly [string, string]): readonly [string, unknown] {
  return [name, value.startsWith("{") || value.startsWith("[") ? [] : JSON.parse(value)];
}

function skipValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === quote) return skipString(text, start);
  if (first === openBrace) return skipMembers(text, start, null);
  if (first === openBracket) return skipItems(text, start);
  return isLoneDigit(text, start) ? start + 1 : skipPattern(text, start, numberOrWord);
}

/** A pattern costs five times as much as this check, and a megabyte can hold 500,000 digits. */
function isLoneDigit(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  return first >= zero && first <= nine && (next === comma || next === closeBracket);
}

function skipItems(text: string, start: number): number {
  let at = skipSpace(text, start + 1);
  if (text.charCodeAt(at) === closeBracket) return at + 1;
  for (;;) {
    at = skipSpace(text, skipValue(text, skipSpace(text, at)));
    const code = text.charCodeAt(at++);
    if (code === closeBracket) return at;
    if (code !== comma) throw malformed();
  }
}

function skipMembers(
  text: string,
  start: number,
  found: ((name: string, value: string) => void) | null,
): number {
  let at = skipSpace(text, start + 1);
  if (text.charCodeAt(at) === closeBrace) return at + 1;
  for (;;) {
    const nameStart = skipSpace(text, at);
    const nameEnd = skipString(text, nameStart);
    const separator = skipSpace(text, nameEnd);
    if (text.charCodeAt(separator) !== colon) throw malformed();
    const valueStart = skipSpace(text, separator + 1);
    const valueEnd = skipValue(text, valueStart);
    if (found !== null) {
      const name = loginFields.find((each) => isNamed(text, nameStart + 1, nameEnd - 1, each));
      if (name !== undefined) found(name, text.slice(valueStart, valueEnd));
    }
    at = skipSpace(text, valueEnd);
    const code = text.charCodeAt(at++);
    if (code === closeBrace) return at;
    if (code !== comma) throw malformed();
  }
}

function skipString(text: string, start: number): number {
  if (text.charCodeAt(start) !== quote) throw malformed();
  for (let at = start + 1;;) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at = skipEscape(text, at + 1);
    else if (code >= firstPrintable) at++;
    else throw malformed(); // also past the end, where the code is NaN
  }
}

function skipEscape(text: string, start: number): number {
  if (text[start] !== "u") {
    if (!'"\\/bfnrt'.includes(text[start] ?? "x")) throw malformed();
    return start + 1;
  }
  for (let at = start + 1; at < start + 5; at++) {
    if (!isHexDigit(text.charCodeAt(at))) throw malformed();
  }
  return start + 5;
}

function isHexDigit(code: number): boolean {
  const letter = code | 0x20; // in lower case
  return code >= zero && code <= nine || letter >= 0x61 && letter <= 0x66;
}

function skipSpace(text: string, start: number): number {
  for (let at = start;; at++) {
    const code = text.charCodeAt(at);
    if (code > space) return at;
    if (code !== space && code !== newline && code !== carriageReturn && code !== tab) return at;
  }
}

function skipPattern(text: string, start: number, pattern: RegExp): number {
  pattern.lastIndex = start;
  if (!pattern.test(text)) throw malformed();
  return pattern.lastIndex;
}

/** Whether a member has this name. Of the escapes, only \u can stand for a letter of a field name. */
function isNamed(text: string, start: number, end: number, name: string): boolean {
  let at = start;
  for (let i = 0; i < name.length; i++) {
    const isEscaped = text.charCodeAt(at) === backslash && text.charCodeAt(at + 1) === letterU;
    const code = isEscaped ? escapedUnit(text, at + 2) : text.charCodeAt(at);
    if (code !== name.charCodeAt(i)) return false;
    at += isEscaped ? 6 : 1;
  }
  return at === end;
}

function escapedUnit(text: string, start: number): number {
  let unit = 0;
  for (let at = start; at < start + 4; at++) unit = unit * 16 + hexValue(text.charCodeAt(at));
  return unit;
}

function hexValue(digit: number): number {
  return digit <= nine ? digit - zero : (digit | 0x20) - 0x61 + 10;
}

function malformed(): SyntaxError {
  return new SyntaxError("the text is not JSON");
}
