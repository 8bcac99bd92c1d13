import { Random } from "../../../src/generator/random.ts";
import type { Coverage } from "./coverage.ts";
import { type Examiner, tooLong } from "./examiner.ts";
import type { MadeRegistry } from "./made_registry.ts";
import { Mutator } from "./mutator.ts";
import { Pool } from "./pool.ts";
import { smaller } from "./smaller.ts";
import type { Splits } from "./splits.ts";

/** The parts of a fuzzer, and its listeners. */
export interface FuzzerSettings {
  readonly seed: number;
  readonly registry: MadeRegistry;
  readonly examiner: Pick<Examiner, "examine">;
  readonly splits: Pick<Splits, "agree">;
  /** Whether code ran that never ran before; null if this is unknown. */
  readonly coverage: Pick<Coverage, "grew" | "repeatsNews"> | null;
  /** Whether a value takes too long without V8's counting, which slows it down several times. */
  readonly isSlow: (value: Uint8Array) => Promise<boolean>;
  /** Receives each value before it is examined, in case the examination hangs. */
  readonly before: (value: Uint8Array) => void;
  /** Receives the first value with each complaint, or several that fail together. */
  readonly found: (values: readonly Uint8Array[], complaint: string) => void;
}

const roundValues = 200;
const splitValues = 40;

/**
 * Examines values, round by round: each is derived from those that did something new. The same seed
 * makes the same values.
 */
export class Fuzzer {
  readonly #settings: FuzzerSettings;
  readonly #random: Random;
  readonly #mutator: Mutator;
  readonly #pool = new Pool();
  readonly #complaints = new Set<string>();
  readonly #seemSlow: Uint8Array[] = [];
  #executions = 0;

  constructor(settings: FuzzerSettings) {
    this.#settings = settings;
    this.#random = new Random(settings.seed);
    this.#mutator = new Mutator(this.#random, settings.registry);
  }

  /** The progress so far. */
  get progress(): Readonly<Record<"executions" | "behaviors" | "pool" | "finds", number>> {
    const { behaviors, size } = this.#pool;
    const finds = this.#complaints.size;
    return { executions: this.#executions, behaviors, pool: size, finds };
  }

  /** Examines a given value. */
  seed(value: Uint8Array): void {
    if (this.#examine(value)) this.#pool.keep(value, this.#random);
  }

  /** Examines a few hundred values. */
  async round(): Promise<void> {
    const values = Array.from({ length: roundValues }, () => this.#next());
    const dull = values.filter((value) => {
      const isNew = this.#examine(value);
      if (isNew) this.#pool.keep(value, this.#random);
      return !isNew;
    });
    await this.#keepWhatReachesCode(dull);
    await this.#checkSlowness();
    this.#checkSplits(values.slice(0, splitValues));
  }

  #next(): Uint8Array {
    return this.#mutator.mutated(this.#pool.pick(this.#random), this.#pool.pick(this.#random));
  }

  /** Whether a value did something new. */
  #examine(value: Uint8Array): boolean {
    this.#executions++;
    this.#settings.before(value);
    const { behavior, complaint } = this.#settings.examiner.examine(value);
    if (complaint !== null) this.#complain(value, complaint);
    return this.#pool.isNew(behavior);
  }

  #complain(value: Uint8Array, complaint: string): void {
    if (this.#complaints.has(complaint)) return;
    if (complaint === tooLong) {
      this.#seemSlow.push(value);
      return;
    }
    this.#complaints.add(complaint);
    const { examiner, found } = this.#settings;
    found([smaller(value, (each) => examiner.examine(each).complaint === complaint)], complaint);
  }

  /** V8 counts for all values of a round at once, so they run again to find the one. */
  async #keepWhatReachesCode(values: readonly Uint8Array[]): Promise<void> {
    const { coverage, examiner } = this.#settings;
    if (coverage === null || !await coverage.grew()) return;
    for (const value of values) {
      examiner.examine(value);
      if (!await coverage.repeatsNews()) continue;
      this.#pool.keep(value, this.#random);
      return;
    }
  }

  async #checkSlowness(): Promise<void> {
    for (const value of this.#seemSlow.splice(0)) {
      if (this.#complaints.has(tooLong) || !await this.#settings.isSlow(value)) continue;
      this.#complaints.add(tooLong);
      this.#settings.found([value], tooLong);
    }
  }

  #checkSplits(values: readonly Uint8Array[]): void {
    const small = values.filter(({ length }) => length < 10_000);
    if (this.#settings.splits.agree(small, this.#random)) return;
    if (this.#complaints.has(splitComplaint)) return;
    this.#complaints.add(splitComplaint);
    this.#settings.found(small, splitComplaint);
  }
}

const splitComplaint = "another result when cut into other batches";
