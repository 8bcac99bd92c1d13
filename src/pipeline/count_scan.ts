import { readVarint } from "./avro_cursor.ts";
import type { CountEntry } from "./count_state.ts";
import { frameHeaderBytes } from "./frame.ts";
import type { RecordPlace } from "./record.ts";

/** The branches of a union of null and a long. */
const [nullBranch, longBranch] = [0, 1];
/** avsc takes no larger one. */
const maxLong = Number.MAX_SAFE_INTEGER - 1;

/**
 * Reads LocaleCounts of this program's own schema where they lie: key and locale in ASCII, all else as
 * the schema has it. It gives up on anything else, which `readCount` decides, and never differs from
 * it: so a restart with a million counts takes half the time.
 */
export class CountScan {
  readonly #schemaId: number;
  readonly #cursor = {
    bytes: new Uint8Array() as Uint8Array,
    position: 0,
    depth: 0,
    emptyValues: 0,
  };
  #isPlain = true;

  /** Knows frames of this schema id. */
  constructor(schemaId: number) {
    this.#schemaId = schemaId;
  }

  /** The count of a record of the table; null when it gives up. */
  read({ bytes, keyStart, keyEnd, valueStart, valueEnd }: RecordPlace): CountEntry | null {
    if (!Buffer.isBuffer(bytes) || !this.#isOwnFrame(bytes, valueStart, valueEnd)) return null;
    const cursor = this.#cursor;
    cursor.bytes = bytes;
    cursor.position = valueStart + frameHeaderBytes;
    this.#isPlain = true;
    const localeBytes = this.#long();
    const localeStart = cursor.position;
    const localeEnd = localeStart + localeBytes;
    if (localeEnd > valueEnd || !isAscii(bytes, localeStart, localeEnd)) return null;
    cursor.position = localeEnd;
    const count = this.#long();
    const startMs = this.#optionalLong();
    const endMs = this.#optionalLong();
    const lastLoginMs = this.#long();
    if (!this.#isPlain || cursor.position !== valueEnd) return null;
    if (!isAscii(bytes, keyStart, keyEnd)) return null;
    const window = startMs === null || endMs === null ? null : { startMs, endMs };
    const key = bytes.toString("latin1", keyStart, keyEnd);
    const named = bytes.toString("latin1", localeStart, localeEnd);
    // One text for both where they are equal: a state holds as many as it has keys.
    const locale = named === key ? key : named;
    return { key, locale, window, count, lastLoginMs };
  }

  #isOwnFrame(bytes: Uint8Array, start: number, end: number): boolean {
    const id = bytes[start + 1]! << 24 | bytes[start + 2]! << 16 | bytes[start + 3]! << 8 |
      bytes[start + 4]!;
    return end - start > frameHeaderBytes && bytes[start] === 0 && id === this.#schemaId;
  }

  #optionalLong(): number | null {
    const branch = this.#long();
    if (branch === longBranch) return this.#long();
    if (branch !== nullBranch) this.#isPlain = false;
    return null;
  }

  /** What it reads beyond the value shows in the end: the cursor does not stand at the value's end. */
  #long(): number {
    const value = readVarint(this.#cursor);
    if (value !== null && Math.abs(value) <= maxLong) return value;
    this.#isPlain = false;
    return 0;
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let bits = 0;
  for (let at = start; at < end; at++) bits |= bytes[at]!;
  return end >= start && bits < 0x80;
}
