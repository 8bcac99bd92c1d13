import { countKey } from "../pipeline/count_key.ts";
import { isOverflowLocale } from "../pipeline/count_overflow.ts";
import { windowOfFields } from "../pipeline/count_record.ts";
import { partitionOf } from "../pipeline/partition.ts";
import type { InputRecord } from "../pipeline/record.ts";
import type { Window } from "../pipeline/window.ts";
import type { CountHistory, ToldCount } from "./count_history.ts";
import type { CountLedger } from "./count_ledger.ts";
import { countIdOf } from "./count_sums.ts";
import type { Findings } from "./findings.ts";
import type { GroupPositions } from "./group_positions.ts";
import type { LatestCount } from "./latest_counts.ts";
import { type DifferenceKind, type Place, textOf } from "./report.ts";

/** What counts are compared with. */
export interface CountSettings {
  readonly ledger: CountLedger;
  readonly positions: GroupPositions;
  readonly findings: Findings;
  readonly partitionCount: number;
  /** The number of partitions of the deltas. */
  readonly deltaPartitionCount: number;
  /** Whether all deltas are still in the log; if not, only the order of counts is checked. */
  readonly hasAllDeltas: boolean;
}

/** The fields of a LocaleCount. */
export interface CountFields {
  readonly locale: string;
  readonly count: number;
  readonly window_start: number | null;
  readonly window_end: number | null;
  readonly last_login: number;
}

const recountHeader = "login-pipeline.recount";
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Compares each count of the output with the history that its deltas give. */
export class CountCheck {
  readonly #settings: CountSettings;
  /** The latest counts, including those without a history. */
  readonly #told = new Map<string, LatestCount>();
  #emitted = 0;

  /** Starts without counts. */
  constructor(settings: CountSettings) {
    this.#settings = settings;
  }

  /** How many counts the output holds. */
  get emitted(): number {
    return this.#emitted;
  }

  /** Checks one count; the counts of a key come in order. */
  async take(place: Place, record: InputRecord, fields: CountFields): Promise<void> {
    this.#emitted++;
    const { locale, count, last_login: lastLoginMs } = fields;
    const window = windowOfFields(fields);
    const isRecounted = record.headers.some(([name]) => name === recountHeader);
    const told = { count, lastLoginMs, isRecounted };
    const key = decoder.decode(record.key ?? new Uint8Array());
    if (!isKeyOf(key, locale, window) || !this.#isPlaced(record, place)) {
      this.#add("count", place, key, "has the wrong key or is in the wrong partition");
    }
    const flaw = this.#flawOf(locale, window, told);
    this.#told.set(countIdOf(locale, window), { locale, window, count });
    if (flaw !== null) this.#add("count", place, key, flaw);
    else if (!await this.#isCovered(locale, window, count)) {
      this.#add("alien", place, key, "counts deltas beyond the committed offset");
    }
  }

  /** The latest count of each locale and window, by id. */
  get told(): ReadonlyMap<string, LatestCount> {
    return this.#told;
  }

  #flawOf(locale: string, window: Window | null, told: ToldCount): string | null {
    if (this.#isLoose(locale, window)) return null;
    const history = this.#exactHistoryOf(locale, window);
    if (history !== undefined) return history.tell(told);
    const before = told.isRecounted ? 0 : this.#told.get(countIdOf(locale, window))?.count ?? 0;
    if (told.count <= before) return `does not rise: ${told.count} after ${before}`;
    const { ledger, hasAllDeltas } = this.#settings;
    const isKnown = isOverflowLocale(locale) || ledger.find(locale, window) !== undefined;
    return hasAllDeltas && !isKnown ? "counts logins without a delta" : null;
  }

  async #isCovered(locale: string, window: Window | null, count: number): Promise<boolean> {
    const history = this.#exactHistoryOf(locale, window);
    const offset = history?.deltaOf(count) ?? null;
    return history === undefined || offset === null ||
      await this.#settings.positions.covers(history.partition, offset);
  }

  /** If some locales are counted together, only their sum can be checked. */
  #exactHistoryOf(locale: string, window: Window | null): CountHistory | undefined {
    const { ledger, hasAllDeltas } = this.#settings;
    const history = hasAllDeltas ? ledger.find(locale, window) : undefined;
    const isExact = history !== undefined && !ledger.hasOverflow(history.partition);
    return isExact && !this.#isLoose(locale, window) ? history : undefined;
  }

  #isLoose(locale: string, window: Window | null): boolean {
    const { ledger, deltaPartitionCount } = this.#settings;
    return ledger.isLoose(window, partitionOf(encoder.encode(locale), deltaPartitionCount));
  }

  #isPlaced({ key }: InputRecord, { partition }: Place): boolean {
    return key !== null && partitionOf(key, this.#settings.partitionCount) === partition;
  }

  #add(kind: DifferenceKind, found: Place, key: string, flaw: string): void {
    const message = `the count of ${JSON.stringify(key)} at ${textOf(found)} ${flaw}`;
    this.#settings.findings.add({ kind, found, key, message });
  }
}

/** Whether a count may have a key, with or without the window's size. */
export function isKeyOf(key: string, locale: string, window: Window | null): boolean {
  const short = countKey(locale, window, null);
  return key === short || (window !== null && key.startsWith(`${short}/`));
}
