import type { LoginField } from "./rejection.ts";

// A list and no Set, for a Set would take those hashes.
const loginFields: readonly string[] = [
  "user_id",
  "app_version",
  "device_type",
  "ip",
  "locale",
  "device_id",
  "timestamp",
] satisfies LoginField[];
const numberOrWord = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const escapes = /\\(?:u(....)|.)/g;
const [quote, backslash, firstPrintable] = [0x22, 0x5c, 0x20];

/**
 * Reads a JSON text (RFC 8259) as JSON.parse does, but of an object only the fields of a login, and
 * an array or object in one of them as an empty array; throws a SyntaxError where it is no JSON.
 *
 * JSON.parse looks up each short string in a table of all of them, where V8 takes the number that a
 * text of digits stands for as its hash. Fifty thousand texts of multiples of 2^14 are chained to
 * each other there, and a megabyte of them takes a second. Reading seven fields and skipping the
 * rest never makes those strings. The text must not be nested deeper than the stack reaches.
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
  const first = text[start];
  if (first === '"') return skipString(text, start);
  if (first === "{") return skipMembers(text, start, null);
  if (first === "[") return skipItems(text, start);
  return skipPattern(text, start, numberOrWord);
}

function skipItems(text: string, start: number): number {
  let at = skipSpace(text, start + 1);
  if (text[at] === "]") return at + 1;
  for (;;) {
    at = skipSpace(text, skipValue(text, skipSpace(text, at)));
    if (text[at] === "]") return at + 1;
    if (text[at++] !== ",") throw malformed();
  }
}

function skipMembers(
  text: string,
  start: number,
  found: ((name: string, value: string) => void) | null,
): number {
  let at = skipSpace(text, start + 1);
  if (text[at] === "}") return at + 1;
  for (;;) {
    const nameStart = skipSpace(text, at);
    const nameEnd = skipString(text, nameStart);
    const colon = skipSpace(text, nameEnd);
    if (text[colon] !== ":") throw malformed();
    const valueStart = skipSpace(text, colon + 1);
    const valueEnd = skipValue(text, valueStart);
    if (found !== null) {
      const name = unescaped(text.slice(nameStart + 1, nameEnd - 1));
      if (loginFields.includes(name)) found(name, text.slice(valueStart, valueEnd));
    }
    at = skipSpace(text, valueEnd);
    if (text[at] === "}") return at + 1;
    if (text[at++] !== ",") throw malformed();
  }
}

function skipString(text: string, start: number): number {
  if (text.charCodeAt(start) !== quote) throw malformed();
  for (let at = start + 1;;) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at = skipPattern(text, at, escape);
    else if (code >= firstPrintable) at++;
    else throw malformed(); // NaN, behind the end, is not less and no more
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (" \n\t\r".includes(text[at] ?? "x")) at++;
  return at;
}

function skipPattern(text: string, start: number, pattern: RegExp): number {
  pattern.lastIndex = start;
  if (!pattern.test(text)) throw malformed();
  return pattern.lastIndex;
}

/** A name without its escapes; only \u ones can make a field's name, the others make none. */
function unescaped(name: string): string {
  if (!name.includes("\\")) return name;
  return name.replaceAll(
    escapes,
    (whole, hex) => hex === undefined ? whole : String.fromCharCode(parseInt(hex, 16)),
  );
}

function malformed(): SyntaxError {
  return new SyntaxError("the text is not JSON");
}
