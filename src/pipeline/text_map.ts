/**
 * A map whose keys are texts from outside. V8 hashes a text of digits by its number alone, so that
 * somebody who sends numbers in place of locales could make all of them collide; no text that begins
 * with a digit is therefore kept as it is.
 */
export class TextMap<V> {
  readonly #map = new Map<string, V>();

  /** How many keys there are. */
  get size(): number {
    return this.#map.size;
  }

  /** The value of a key, if it is there. */
  get(text: string): V | undefined {
    return this.#map.get(keyOf(text));
  }

  /** Whether a key is there. */
  has(text: string): boolean {
    return this.#map.has(keyOf(text));
  }

  /** Puts a value in the place of an earlier one of the same key. */
  set(text: string, value: V): void {
    this.#map.set(keyOf(text), value);
  }

  /** Forgets a key, if it is there. */
  delete(text: string): void {
    this.#map.delete(keyOf(text));
  }

  /** All values, in the order in which their keys came. */
  values(): MapIterator<V> {
    return this.#map.values();
  }
}

const zero = 0x30;
const nine = 0x39;
const escape = "#";

/** The escape itself is escaped, too: no two texts share a key. */
function keyOf(text: string): string {
  const first = text.charCodeAt(0);
  return first >= zero && first <= nine || text[0] === escape ? escape + text : text;
}
