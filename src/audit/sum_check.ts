import { countKey } from "../pipeline/count_key.ts";
import type { CountSum, CountSums } from "./count_sums.ts";
import type { Findings } from "./findings.ts";

/** The sums of the input and of its deltas. */
export interface SumsToCompare {
  /** The sums of the input below the committed offsets. */
  readonly committed: CountSums;
  /** The sums of all input, including what was processed during the audit. */
  readonly all: CountSums;
  readonly logged: CountSums;
  /** Whether anything was processed during the audit. */
  readonly hasMoved: boolean;
}

/** Compares the sums of the deltas with those of the input. */
export function checkSums(sums: SumsToCompare, findings: Findings): void {
  const { committed, all, logged, hasMoved } = sums;
  const most = hasMoved ? all : committed;
  for (const [id, sum] of new Map([...logged.entries(), ...most.entries()])) {
    const found = logged.get(id);
    const flaw = flawOf(found, committed.get(id), most.get(id));
    if (flaw === null) continue;
    const key = countKey(sum.locale, sum.window, null);
    findings.add({
      kind: "deltas",
      key,
      message: `the deltas of ${JSON.stringify(key)} add up to ${
        found?.logins ?? 0
      } logins: ${flaw}`,
    });
  }
}

function flawOf(
  found: CountSum | undefined,
  least: CountSum | undefined,
  most: CountSum | undefined,
): string | null {
  const logins = found?.logins ?? 0;
  const [min, max] = [least?.logins ?? 0, most?.logins ?? 0];
  if (logins < min || logins > max) {
    return min === max ? `the input has ${min}` : `the input has ${min} to ${max}`;
  }
  const isExact = min === max;
  return isExact && found?.lastLoginMs !== most?.lastLoginMs ? "last_login differs" : null;
}
