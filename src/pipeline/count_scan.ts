import type { CountEntry } from "./count_state.ts";
import type { RecordPlace } from "./record.ts";
import type { Window } from "./window.ts";

const maxVarintBytes = 8;
const noBranch = 0;
const longBranch = 1;
/** avsc takes no larger one. */
const maxLong = Number.MAX_SAFE_INTEGER - 1;

/**
 * Reads LocaleCounts of this program's own schema where they lie: key and locale in ASCII, and all
 * else as the schema's latest version has it. It gives up on anything else, which `readCount` decides,
 * and never differs from it: a restart with a million counts takes half the time.
 */
export class CountScan {
  readonly #schemaId: number;
  #bytes: Uint8Array = new Uint8Array();
  #position = 0;
  #end = 0;
  #isWhole = true;

  /** Knows frames of this schema id. */
  constructor(schemaId: number) {
    this.#schemaId = schemaId;
  }

  /** The count of a record of the table; null when it gives up. */
  read({ bytes, keyStart, keyEnd, valueStart, valueEnd }: RecordPlace): CountEntry | null {
    if (!Buffer.isBuffer(bytes) || !isAscii(bytes, keyStart, keyEnd)) return null;
    this.#bytes = bytes;
    this.#position = valueStart;
    this.#end = valueEnd;
    this.#isWhole = true;
    if (!this.#isOwnFrame()) return null;
    const localeEnd = this.#long() + this.#position;
    const localeStart = this.#position;
    if (localeEnd > valueEnd || !isAscii(bytes, localeStart, localeEnd)) return null;
    this.#position = localeEnd;
    const count = this.#long();
    const startMs = this.#optionalLong();
    const endMs = this.#optionalLong();
    const lastLoginMs = this.#long();
    if (!this.#isWhole || this.#position !== valueEnd) return null;
    const window: Window | null = startMs === null || endMs === null ? null : { startMs, endMs };
    const key = bytes.toString("latin1", keyStart, keyEnd);
    // One text for both where they are equal: a state holds as many as it has keys.
    const locale = isSame(bytes, keyStart, keyEnd, localeStart, localeEnd)
      ? key
      : bytes.toString("latin1", localeStart, localeEnd);
    return { key, locale, window, count, lastLoginMs };
  }

  /** A zero byte and the schema id (Confluent wire format). */
  #isOwnFrame(): boolean {
    const [bytes, start, id] = [this.#bytes, this.#position, this.#schemaId];
    this.#position += 5;
    return this.#position <= this.#end && bytes[start] === 0 &&
      (bytes[start + 1]! << 24 | bytes[start + 2]! << 16 | bytes[start + 3]! << 8 |
          bytes[start + 4]!) === id;
  }

  #optionalLong(): number | null {
    const branch = this.#long();
    if (branch === longBranch) return this.#long();
    if (branch !== noBranch) this.#isWhole = false;
    return null;
  }

  /** A zigzag varint. What follows one that is cut short, or is too long, is not read as a count. */
  #long(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < maxVarintBytes && this.#position < this.#end; i++) {
      const byte = this.#bytes[this.#position++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return this.#checked(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
      scale *= 0x80;
    }
    this.#isWhole = false;
    return 0;
  }

  #checked(value: number): number {
    if (Math.abs(value) > maxLong) this.#isWhole = false;
    return value;
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let bits = 0;
  for (let at = start; at < end; at++) bits |= bytes[at]!;
  return end >= start && bits < 0x80;
}

function isSame(
  bytes: Uint8Array,
  start: number,
  end: number,
  otherStart: number,
  otherEnd: number,
): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== bytes[otherStart + at - start]) return false;
  }
  return true;
}
