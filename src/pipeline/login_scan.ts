import { maxEpochSeconds } from "./field_checks.ts";
import { FieldFinder } from "./field_finder.ts";
import { keptDevice } from "./filter.ts";
import { fieldIndex, loginFields, optionalFields } from "./login_fields.ts";

const notFound = -1;
const [quote, backslash, colon, comma, zero, nine] = [0x22, 0x5c, 0x3a, 0x2c, 0x30, 0x39];
const [open, close, letterN] = [0x7b, 0x7d, 0x6e];
/** One bit for each field. */
const allFields = (1 << loginFields.length) - 1;
const maxDigits = 12;
const maxBytes = 4096;

/**
 * Reads common JSON logins in place: one flat object of known fields, each at most once, texts in
 * printable ASCII without escapes, the timestamp in plain digits. It notes where the fields are and
 * creates no strings, which takes a tenth of the time of decoding.
 *
 * It gives up on every other value and leaves that to {@linkcode fateOf}. So it has to be right only
 * about the values that it accepts.
 */
export class LoginScan {
  /** The bytes that the fields lie in. */
  bytes: Uint8Array = new Uint8Array();
  /** Where each field begins; a field that is missing or null is empty. */
  readonly starts: Int32Array = new Int32Array(loginFields.length);
  /** Where each field ends. */
  readonly ends: Int32Array = new Int32Array(loginFields.length);
  /** Seconds since the epoch. */
  timestampSeconds = 0;
  readonly #finder = new FieldFinder(loginFields);
  readonly #names = loginFields.map((name) => bytesOf(`${name}"`));
  readonly #android = bytesOf(keptDevice);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #seen = 0;

  /** Reads a value among other bytes; false when it needs the strict path. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > maxBytes || bytes[start] !== open) return false;
    if (bytes !== this.bytes) this.#look(bytes);
    this.#seen = 0;
    let at = start + 1;
    do {
      at = this.#member(skipSpace(bytes, at, end), end);
      if (at === notFound) return false;
    } while (bytes[at++] === comma);
    return at <= end && bytes[at - 1] === close && skipSpace(bytes, at, end) === end &&
      this.#isWhole();
  }

  /** Milliseconds since the epoch. */
  get timestampMs(): number {
    return this.timestampSeconds * 1000;
  }

  /** Whether the login passes the filter. */
  get isKept(): boolean {
    return this.lengthOf(fieldIndex.device_type) === this.#android.length &&
      startsWith(this.bytes, this.starts[fieldIndex.device_type]!, this.#android);
  }

  /** How many bytes a field has. */
  lengthOf(field: number): number {
    return this.ends[field]! - this.starts[field]!;
  }

  /** Reads a member and returns the position after it and its space. */
  #member(start: number, end: number): number {
    const { bytes } = this;
    if (bytes[start] !== quote) return notFound;
    const field = this.#finder.likelyAt(bytes, start + 1);
    if (field === notFound || (this.#seen & 1 << field) !== 0) return notFound;
    const name = this.#names[field]!;
    if (!startsWith(bytes, start + 1, name)) return notFound;
    this.#seen |= 1 << field;
    let at = skipSpace(bytes, start + 1 + name.length, end);
    if (bytes[at] !== colon) return notFound;
    at = skipSpace(bytes, at + 1, end);
    at = field === fieldIndex.timestamp ? this.#timestamp(at, end) : this.#text(field, at, end);
    return at === notFound ? notFound : skipSpace(bytes, at, end);
  }

  #text(field: number, start: number, end: number): number {
    const { bytes } = this;
    if (bytes[start] !== quote) {
      if (!isOptional(field) || !isNull(bytes, start)) return notFound;
      this.starts[field] = this.ends[field] = 0;
      return start + 4;
    }
    let at = start + 1;
    while (at + 4 <= end && isPlainWord(this.#view.getInt32(at, true))) at += 4;
    while (at < end && isPlain(bytes[at]!)) at++;
    if (bytes[at] !== quote || at === start + 1 && !isOptional(field)) return notFound;
    this.starts[field] = start + 1;
    this.ends[field] = at;
    return at + 1;
  }

  /** A timestamp is a number or a text of digits; only the text may begin with zeros. */
  #timestamp(start: number, end: number): number {
    const { bytes } = this;
    const isText = bytes[start] === quote;
    const first = isText ? start + 1 : start;
    let seconds = 0;
    let at = first;
    for (; at < end && at - first <= maxDigits; at++) {
      const byte = bytes[at]!;
      if (byte < zero || byte > nine) break;
      seconds = seconds * 10 + (byte - zero);
    }
    const digits = at - first;
    if (digits === 0 || digits > maxDigits || seconds > maxEpochSeconds) return notFound;
    this.timestampSeconds = seconds;
    if (isText) return bytes[at] === quote ? at + 1 : notFound;
    return digits > 1 && bytes[first] === zero ? notFound : at;
  }

  /** Rare: the records of a batch share their bytes. */
  #look(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Whether all required fields are there. An optional field that is missing is left empty. */
  #isWhole(): boolean {
    const missing = allFields & ~this.#seen;
    if ((missing & ~optionalFields) !== 0) return false;
    if (missing !== 0) this.#clear(missing);
    return true;
  }

  /** An earlier login may have left its texts here. */
  #clear(fields: number): void {
    for (let field = 0; field < loginFields.length; field++) {
      if ((fields & 1 << field) !== 0) this.starts[field] = this.ends[field] = 0;
    }
  }
}

function isOptional(field: number): boolean {
  return (optionalFields & 1 << field) !== 0;
}

/** Whether a byte stands for itself in a JSON text and is ASCII. */
function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte !== quote && byte !== backslash && byte < 0x80;
}

/**
 * Whether four bytes are plain, all at once (Mycroft's test for a zero byte): a byte below 0x20, a
 * quote or a backslash borrows from its top bit, and a byte above 0x7f has it set.
 */
function isPlainWord(word: number): boolean {
  const quotes = (word ^ 0x22222222) - 0x01010101;
  const backslashes = (word ^ 0x5c5c5c5c) - 0x01010101;
  return ((word | word - 0x20202020 | quotes | backslashes) & 0x80808080) === 0;
}

function startsWith(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function isNull(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === letterN && bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c &&
    bytes[at + 3] === 0x6c;
}

function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(bytes[at]!)) at++;
  return at;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
