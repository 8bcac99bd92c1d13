const [notFound, quote] = [-1, '"'];
/** The bits that tell small letters and underscores apart. */
const letterBits = 31;
const letterCount = letterBits + 1;

/** Finds the field that a name in JSON may stand for, by two of its letters. */
export class FieldFinder {
  /**
   * By the first letter, the position of the letter in which the names that begin with it differ; then,
   * by both letters, the index of the field. It is one table because this runs for each field.
   */
  readonly #table = new Int8Array(letterCount + letterCount ** 2).fill(notFound);

  /** Takes the names in the order of their indexes. */
  constructor(names: readonly string[]) {
    this.#table.fill(0, 0, letterCount);
    for (const [first, group] of Map.groupBy(names, (name) => letterAt(name, 0))) {
      const position = positionOfDifference(group);
      this.#table[first] = position;
      for (const name of group) {
        this.#table[letterCount + (first << 5 | letterAt(name, position))] = names.indexOf(name);
      }
    }
  }

  /** The index of the only field whose name can begin here; -1 if there is none. */
  likelyAt(bytes: Uint8Array, start: number): number {
    const table = this.#table;
    const first = bytes[start]! & letterBits;
    const letter = bytes[start + table[first]!]! & letterBits;
    return table[letterCount + (first << 5 | letter)]!;
  }
}

/** The first position at which all names differ. */
function positionOfDifference(names: readonly string[]): number {
  const shortest = Math.min(...names.map(({ length }) => length));
  for (let position = 0; position <= shortest; position++) {
    const letters = new Set(names.map((name) => letterAt(name, position)));
    if (letters.size === names.length) return position;
  }
  throw new Error(`Cannot tell ${names.join(", ")} apart by one letter`);
}

/** The quote after a name counts as a letter, too. */
function letterAt(name: string, position: number): number {
  return (name + quote).charCodeAt(position) & letterBits;
}
