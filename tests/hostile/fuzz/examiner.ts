import { isFrame, schemaIdOf } from "../../../src/pipeline/frame.ts";
import type { Core, Outcome } from "../core.ts";
import { fateOf } from "../hostile_value.ts";
import { judgeWithReason, type SchemaOf } from "../judge/judge.ts";
import { allowedMs, timed } from "../stopwatch.ts";

/** The behavior of a value. */
export interface Examination {
  /** Two values with the same behavior are equally useful. */
  readonly behavior: string;
  /** The complaint, without any part of the value; null for none. */
  readonly complaint: string | null;
}

/** The complaint about a value that took longer than allowed. */
export const tooLong = "takes too long";

/** Above this length the judge takes too long, and only time and exceptions are checked. */
const maxJudgedBytes = 20_000;

/** Runs a value through the core and compares the result with the judge's. */
export class Examiner {
  readonly #core: Pick<Core, "take">;
  readonly #schemaOf: SchemaOf;

  constructor(core: Pick<Core, "take">, schemaOf: SchemaOf) {
    this.#core = core;
    this.#schemaOf = schemaOf;
  }

  /** Examines one value; never throws. */
  examine(value: Uint8Array): Examination {
    const before = value.length <= maxJudgedBytes ? value.slice() : null;
    try {
      const { result, ms } = timed(() => this.#core.take(value), allowedMs);
      if (ms > allowedMs) return complaint(tooLong);
      if (before === null) return { behavior: `large ${result.fate}`, complaint: null };
      if (Buffer.compare(before, value) !== 0) return complaint("the value was changed");
      return this.#judged(value, result);
    } catch (error) {
      return complaint(`throws ${error instanceof Error ? error.name : typeof error}`);
    }
  }

  #judged(value: Uint8Array, { fate, login }: Outcome): Examination {
    const { fate: judged, reason } = judgeWithReason(value, this.#schemaOf);
    const wanted = typeof judged === "object" ? "enriched" : judged;
    if (fateOf(fate) !== wanted) return complaint(`${fate}, judged ${wanted}: ${reason}`);
    if (login !== null && !isSame(login, judged)) return complaint("enriched with other fields");
    if (login !== null && !Object.values(login).every(isWellFormed)) {
      return complaint("enriched with half a surrogate pair");
    }
    const writer = isFrame(value) ? writerOf(schemaIdOf(value)) : "JSON";
    const size = Math.ceil(Math.log2(value.length + 1));
    return { behavior: [writer, fate, reason, size].join(), complaint: null };
  }
}

function complaint(text: string): Examination {
  return { behavior: text, complaint: text };
}

/** Schemas made from their id are too many to be distinguished. */
function writerOf(id: number | null): string {
  return id === null || id < 0 || id >= 1 << 20 ? "another" : String(id);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isWellFormed(value: unknown): boolean {
  return typeof value !== "string" || value.isWellFormed();
}
