import type { RejectionCode } from "../../src/pipeline/rejection.ts";

/** The expected fate of a value; for a dead letter its code, if the cause is beyond doubt. */
export type WantedFate = "enriched" | "filtered" | "tombstone" | "deadLetter" | RejectionCode;

/** A value that a family makes. */
export type Draft = readonly [name: string, value: Uint8Array | null, wanted: WantedFate];

/** One value of the corpus. */
export interface HostileValue {
  /** Family and name, unique in the corpus. */
  readonly name: string;
  readonly value: Uint8Array | null;
  readonly wanted: WantedFate;
}

/** The four fates of the contract, whatever the cause of a dead letter. */
export type Fate = "enriched" | "filtered" | "tombstone" | "deadLetter";

/** The general fate of a specific one. */
export function fateOf(wanted: WantedFate): Fate {
  return wanted === "enriched" || wanted === "filtered" || wanted === "tombstone"
    ? wanted
    : "deadLetter";
}

/** Whether a fate is the expected one; an expected code allows no other. */
export function isWanted(actual: WantedFate, wanted: WantedFate): boolean {
  return wanted === "deadLetter" ? fateOf(actual) === wanted : actual === wanted;
}
