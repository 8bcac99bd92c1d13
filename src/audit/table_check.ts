import { windowOfFields } from "../pipeline/count_record.ts";
import type { CountFields } from "./count_check.ts";
import { isKeyOf } from "./count_check.ts";
import type { CountLedger } from "./count_ledger.ts";
import { countIdOf } from "./count_sums.ts";
import type { Findings } from "./findings.ts";
import type { LatestCount } from "./latest_counts.ts";
import { type Place, textOf } from "./report.ts";

interface Row {
  readonly place: Place;
  readonly fields: CountFields;
}

/** The table of counts as a reader builds it: the last record of each key. */
export class TableCheck {
  readonly #ledger: CountLedger;
  readonly #findings: Findings;
  readonly #rows = new Map<string, Row>();

  /** Begins with an empty table. */
  constructor(ledger: CountLedger, findings: Findings) {
    this.#ledger = ledger;
    this.#findings = findings;
  }

  /** Takes the next record of a key; without fields it is a tombstone. */
  take(place: Place, key: string, fields: CountFields | null): void {
    if (fields === null) this.#rows.delete(key);
    else this.#rows.set(key, { place, fields });
  }

  /** Checks each row against the deltas and gives the counts by id. */
  finish(hasAllDeltas: boolean): ReadonlyMap<string, LatestCount> {
    const latest = new Map<string, LatestCount>();
    for (const [key, { place, fields }] of this.#rows) {
      const { locale, count } = fields;
      const window = windowOfFields(fields);
      latest.set(countIdOf(locale, window), { locale, window, count });
      const flaw = this.#flawOf(key, place, fields, hasAllDeltas);
      if (flaw === null) continue;
      const message = `the row of ${JSON.stringify(key)} at ${textOf(place)} ${flaw}`;
      this.#findings.add({ kind: "table", found: place, key, message });
    }
    return latest;
  }

  #flawOf(
    key: string,
    { partition }: Place,
    fields: CountFields,
    hasAllDeltas: boolean,
  ): string | null {
    const window = windowOfFields(fields);
    if (!isKeyOf(key, fields.locale, window)) return "lies under another key";
    if (!hasAllDeltas || this.#ledger.hasOverflow(partition)) return null;
    const history = this.#ledger.find(fields.locale, window);
    if (history === undefined) return "counts what no delta has logged";
    if (history.partition !== partition) return "lies in another partition than its deltas";
    const { count, last_login: lastLoginMs } = fields;
    return history.flawOf({ count, lastLoginMs, isRecounted: false });
  }
}
