/**
 * A map whose keys are untrusted texts. V8 hashes a text of digits by its number alone, so an attacker
 * who sends numbers as locales could make all of them collide. So keys that begin with a digit are
 * escaped.
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

  /** Whether there is such a key. */
  has(text: string): boolean {
    return this.#map.has(keyOf(text));
  }

  /** Sets the value of a key. */
  set(text: string, value: V): void {
    this.#map.set(keyOf(text), value);
  }

  /** Removes a key, if it is there. */
  delete(text: string): void {
    this.#map.delete(keyOf(text));
  }

  /** All values, in the order in which their keys were added. */
  values(): MapIterator<V> {
    return this.#map.values();
  }
}

const zero = 0x30;
const nine = 0x39;
const escape = "#";

/** The escape itself is escaped, too, so that no two texts share a key. */
function keyOf(text: string): string {
  const first = text.charCodeAt(0);
  return first >= zero && first <= nine || text[0] === escape ? escape + text : text;
}
