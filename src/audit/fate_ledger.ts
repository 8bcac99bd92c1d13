/** The fates that write a record. */
export type VisibleFate = "enriched" | "deadLetter";

/** The result of comparing a fact with the expected fate of its input record. */
export type Meeting =
  | "right"
  | "altered"
  | "duplicate"
  | "wrong fate"
  | "no such record"
  | "removed"
  | "not asked for";

/** The log holds neither a record nor a marker at this offset. */
const hole = 0;
const invisible = 1;
const visible = { enriched: 2, deadLetter: 3 } as const;
const met = 4;
/** A marker, or a record of an aborted transaction. */
const uncommitted = 8;

/**
 * The expected fates of the records of one input partition, and which were found: a byte and a
 * fingerprint per offset, however large the records are.
 */
export class FateLedger {
  readonly #start: number;
  readonly #end: number;
  readonly #fates: Uint8Array;
  readonly #fingerprints: Float64Array;

  /** Starts without records from `start` up to, not including, `end`. */
  constructor({ start, end }: { readonly start: number; readonly end: number }) {
    this.#start = start;
    this.#end = Math.max(start, end);
    this.#fates = new Uint8Array(this.#end - start);
    this.#fingerprints = new Float64Array(this.#end - start);
  }

  /** Notes that the log holds something at an offset. */
  see(offset: number): void {
    const index = offset - this.#start;
    if (index >= 0 && index < this.#fates.length && this.#fates[index] === hole) {
      this.#fates[index] = uncommitted;
    }
  }

  /** Notes a record without an output. */
  expectNothing(offset: number): void {
    this.#fates[offset - this.#start] = invisible;
  }

  /** Notes the expected output of a record. */
  expect(offset: number, fate: VisibleFate, fingerprint: number): void {
    this.#fates[offset - this.#start] = visible[fate];
    this.#fingerprints[offset - this.#start] = fingerprint;
  }

  /** Compares a fact with the expected fate of its source. */
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

  /** How many offsets below one hold nothing: only compaction leaves such holes. */
  holes(below: number): number {
    const fates = this.#fates.subarray(0, Math.max(0, below - this.#start));
    return fates.reduce((count, found) => (found & ~met) === hole ? count + 1 : count, 0);
  }

  /** How many records below an offset were found with this fate. */
  countMet(fate: VisibleFate, below: number): number {
    const fates = this.#fates.subarray(0, Math.max(0, below - this.#start));
    return fates.reduce((count, found) => found === (visible[fate] | met) ? count + 1 : count, 0);
  }

  /** The records below an offset whose output was not found. */
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
