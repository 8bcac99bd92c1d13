const slotCount = 1024;
const maxBytes = 64;

interface Slot {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/**
 * Strings of locales by their ASCII bytes. Logins name few locales, and finding a string takes a
 * fraction of the time of decoding it. Each slot holds the last locale, so the size is bounded.
 */
export class LocaleTexts {
  readonly #slots: (Slot | undefined)[] = new Array(slotCount);

  /** The text of some ASCII bytes. */
  textOf(bytes: Uint8Array, start: number, end: number): string {
    if (end - start > maxBytes) return decoded(bytes, start, end);
    const at = slotOf(bytes, start, end);
    const slot = this.#slots[at];
    if (slot !== undefined && isSame(slot.bytes, bytes, start, end)) return slot.text;
    const text = decoded(bytes, start, end);
    this.#slots[at] = { bytes: bytes.slice(start, end), text };
    return text;
  }
}

/** FNV-1a (Fowler, Noll, Vo). */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return (hash ^ hash >>> 16) & slotCount - 1;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[start + i]) return false;
  return true;
}

function decoded(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
