/** The fates that leave a record behind. */
export type VisibleFate = "enriched" | "deadLetter";

/** What a fact turns out to be, held against the fate that its input record deserves. */
export type Meeting =
  | "right"
  | "altered"
  | "duplicate"
  | "wrong fate"
  | "no such record"
  | "removed"
  | "not asked for";

/** The log holds nothing at this offset: not a record, not a marker. */
const hole = 0;
const invisible = 1;
const visible = { enriched: 2, deadLetter: 3 } as const;
const met = 4;
/** A marker, or a record of a transaction that was not committed. */
const uncommitted = 8;

/**
 * The fates that the records of one input partition deserve, and whether they were met: a byte and
 * a fingerprint for each offset of a range, however large its records are.
 */
export class FateLedger {
  readonly #start: number;
  readonly #end: number;
  readonly #fates: Uint8Array;
  readonly #fingerprints: Float64Array;

  /** Begins with no record in any offset from start up to, not including, end. */
  constructor({ start, end }: { readonly start: number; readonly end: number }) {
    this.#start = start;
    this.#end = Math.max(start, end);
    this.#fates = new Uint8Array(this.#end - start);
    this.#fingerprints = new Float64Array(this.#end - start);
  }

  /** Notes that the log holds something at an offset, whatever it will turn out to be. */
  see(offset: number): void {
    const index = offset - this.#start;
    if (index >= 0 && index < this.#fates.length && this.#fates[index] === hole) {
      this.#fates[index] = uncommitted;
    }
  }

  /** Notes a record that leaves nothing behind. */
  expectNothing(offset: number): void {
    this.#fates[offset - this.#start] = invisible;
  }

  /** Notes what a record has to leave behind, once. */
  expect(offset: number, fate: VisibleFate, fingerprint: number): void {
    this.#fates[offset - this.#start] = visible[fate];
    this.#fingerprints[offset - this.#start] = fingerprint;
  }

  /** Holds a fact against what is expected of its source. */
  meet(offset: number, fate: VisibleFate, fingerprint: number): Meeting {
    if (offset < this.#start || offset >= this.#end) return "not asked for";
    const index = offset - this.#start;
    const expected = this.#fates[index]!;
    if (expected === uncommitted) return "no such record";
    if (expected === hole) {
      this.#fates[index] = met;
      return "removed";
    }
    if (expected === met) return "duplicate";
    if ((expected & ~met) !== visible[fate]) return "wrong fate";
    if ((expected & met) !== 0) return "duplicate";
    this.#fates[index] = expected | met;
    return this.#fingerprints[index] === fingerprint ? "right" : "altered";
  }

  /** How many offsets below one hold nothing: brokers leave no holes, but compaction does. */
  holes(below: number): number {
    const fates = this.#fates.subarray(0, Math.max(0, below - this.#start));
    return fates.reduce((count, found) => (found & ~met) === hole ? count + 1 : count, 0);
  }

  /** How many records below an offset have met this fate. */
  countMet(fate: VisibleFate, below: number): number {
    const fates = this.#fates.subarray(0, Math.max(0, below - this.#start));
    return fates.reduce((count, found) => found === (visible[fate] | met) ? count + 1 : count, 0);
  }

  /** The records below an offset whose fate nobody met. */
  *missing(below: number): Generator<{ readonly offset: number; readonly fate: VisibleFate }> {
    const end = Math.min(below, this.#end) - this.#start;
    for (let index = 0; index < end; index++) {
      const expected = this.#fates[index];
      if (expected !== visible.enriched && expected !== visible.deadLetter) continue;
      const fate = expected === visible.enriched ? "enriched" : "deadLetter";
      yield { offset: this.#start + index, fate };
    }
  }
}
