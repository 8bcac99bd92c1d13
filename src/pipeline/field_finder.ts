const [notFound, quote] = [-1, '"'];
/** Tells the letters of names apart, which are small letters and underscores. */
const letterBits = 31;

/** Finds the field that a name in JSON may stand for, by two of its letters. */
export class FieldFinder {
  /** By the first letter: the position of the letter in which the names that begin with it differ. */
  readonly #positions = new Uint8Array(letterBits + 1);
  /** By both letters: the index of the field. */
  readonly #fields = new Int8Array((letterBits + 1) ** 2).fill(notFound);

  /** Takes the names in the order of their indexes. */
  constructor(names: readonly string[]) {
    for (const [first, group] of Map.groupBy(names, (name) => name.charCodeAt(0) & letterBits)) {
      const position = positionOfDifference(group);
      this.#positions[first] = position;
      for (const name of group) {
        const letter = letterAt(name, position);
        this.#fields[first << 5 | letter] = names.indexOf(name);
      }
    }
  }

  /** The index of the only field whose name can begin here; -1 if there is none. */
  likelyAt(bytes: Uint8Array, start: number): number {
    const first = bytes[start]! & letterBits;
    const letter = bytes[start + this.#positions[first]!]! & letterBits;
    return this.#fields[first << 5 | letter]!;
  }
}

function positionOfDifference(names: readonly string[]): number {
  const shortest = Math.min(...names.map(({ length }) => length));
  for (let position = 0; position <= shortest; position++) {
    const letters = new Set(names.map((name) => letterAt(name, position)));
    if (letters.size === names.length) return position;
  }
  throw new Error(`Cannot tell ${names.join(", ")} apart by one letter`);
}

/** The quote behind a name counts as a letter, too. */
function letterAt(name: string, position: number): number {
  return (name + quote).charCodeAt(position) & letterBits;
}
