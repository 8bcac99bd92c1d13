import { windowOfFields } from "../pipeline/count_record.ts";
import type { InputRecord } from "../pipeline/record.ts";
import { type CountFields, isKeyOf } from "./count_check.ts";
import type { CountLedger } from "./count_ledger.ts";
import { countIdOf } from "./count_sums.ts";
import type { Findings } from "./findings.ts";
import type { LatestCount } from "./latest_counts.ts";
import { type Place, textOf } from "./report.ts";

interface Row {
  readonly place: Place;
  readonly key: string;
  /** null if this pipeline cannot have written the record. */
  readonly fields: CountFields | null;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Checks the table of counts: the last record of each key. */
export class TableCheck {
  readonly #ledger: CountLedger;
  readonly #findings: Findings;
  readonly #rows = new Map<string, Row>();

  /** Starts with an empty table. */
  constructor(ledger: CountLedger, findings: Findings) {
    this.#ledger = ledger;
    this.#findings = findings;
  }

  /** Takes the next record; its fields are null if its value is not a count. */
  take(place: Place, { key, value }: InputRecord, fields: CountFields | null): void {
    const bytes = Buffer.from(key ?? []);
    const id = bytes.toString("latin1"); // a foreign key may not be text
    if (value === null) this.#rows.delete(id);
    else this.#rows.set(id, { place, key: decoder.decode(bytes), fields });
  }

  /** Compares each row with the deltas and returns the counts by id. */
  finish(hasAllDeltas: boolean): ReadonlyMap<string, LatestCount> {
    const latest = new Map<string, LatestCount>();
    for (const { place, key, fields } of this.#rows.values()) {
      const flaw = fields === null
        ? "was not written by this pipeline"
        : this.#flawOf(key, place, fields, hasAllDeltas);
      if (fields !== null) {
        const { locale, count } = fields;
        const window = windowOfFields(fields);
        latest.set(countIdOf(locale, window), { locale, window, count });
      }
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
    if (!isKeyOf(key, fields.locale, window)) return "has the wrong key";
    const isExact = hasAllDeltas && !this.#ledger.hasOverflow(partition);
    if (!isExact || this.#ledger.isLoose(window, partition)) return null;
    const history = this.#ledger.find(fields.locale, window);
    if (history === undefined) return "counts logins without a delta";
    if (history.partition !== partition) return "is not in the partition of its deltas";
    const { count, last_login: lastLoginMs } = fields;
    return history.flawOf({ count, lastLoginMs, isRecounted: false });
  }
}
