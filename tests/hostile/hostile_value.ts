import type { RejectionCode } from "../../src/pipeline/rejection.ts";

/** What should become of a value; a dead letter by its code where the cause is beyond doubt. */
export type WantedFate = "enriched" | "filtered" | "tombstone" | "deadLetter" | RejectionCode;

/** A value as a family makes it. */
export type Draft = readonly [name: string, value: Uint8Array | null, wanted: WantedFate];

/** One value of the corpus. */
export interface HostileValue {
  /** Family and name; no two values have the same. */
  readonly name: string;
  readonly value: Uint8Array | null;
  readonly wanted: WantedFate;
}

/** The four fates of the contract, whatever the cause of a dead letter. */
export type Fate = "enriched" | "filtered" | "tombstone" | "deadLetter";

/** The fate that a more exact one belongs to. */
export function fateOf(wanted: WantedFate): Fate {
  return wanted === "enriched" || wanted === "filtered" || wanted === "tombstone"
    ? wanted
    : "deadLetter";
}

/** Whether a fate is the wanted one; a wanted code allows no other. */
export function isWanted(actual: WantedFate, wanted: WantedFate): boolean {
  return wanted === "deadLetter" ? fateOf(actual) === wanted : actual === wanted;
}
