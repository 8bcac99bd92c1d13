import type { ChangedCounts } from "../../src/contract/counts.ts";
import type { FlowNumbers } from "../../src/contract/flow.ts";
import type { History, Sample, Step } from "../../src/contract/history.ts";
import type { PartitionStatus } from "../../src/contract/partition.ts";
import type { Snapshot } from "../../src/contract/snapshot.ts";
import type { DeadLetterNotice, Status } from "../../src/contract/status.ts";
import { Random } from "../../src/generator/random.ts";
import { MadeCounts } from "./made_counts.ts";
import { madeRebalances, madeSchemas, madeService, madeTopics } from "./made_surroundings.ts";

const stepSeconds = 5;
const keptSamples = 180;
const causes = [
  ["MISSING_FIELD", "ip: is missing or null"],
  ["MALFORMED_JSON", "the text is not JSON"],
  ["WRONG_TYPE", "locale: has a type that the contract does not allow"],
  ["UNKNOWN_SCHEMA", "the registry has no schema of the frame's id"],
] as const;
const nothing: FlowNumbers = {
  read: 0,
  enriched: 0,
  filtered: 0,
  tombstone: 0,
  rejected: 0,
  late: 0,
  logins: 0,
  counts: 0,
};

/** A fake pipeline that says, step by step, what a real one would say. */
export class MadePipeline {
  readonly counts: MadeCounts;
  /** Fields of the status that a test replaces. */
  changes: Partial<Status> = {};
  #random = new Random(11);
  #nowMs: number;
  readonly #startedMs: number;
  #totals = nothing;
  #rates = nothing;
  #transactions = { committed: 0, aborted: 0 };
  readonly #letters: DeadLetterNotice[] = [];
  readonly #samples: Sample[] = [];
  readonly #leaders: Map<string, number>[] = [];

  /** Has already run for some minutes. */
  constructor(nowMs: number, minutes = 15, others: readonly string[] = ["unknown", "de_DE"]) {
    this.counts = new MadeCounts(others);
    this.#nowMs = this.#startedMs = nowMs - minutes * 60_000;
    while (this.#nowMs < nowMs) this.step();
  }

  /** Lets 5 seconds pass and returns their events. */
  step(): { counts: ChangedCounts[]; sample: Step } {
    this.#nowMs += stepSeconds * 1000;
    const wave = 1 + 0.25 * Math.sin(this.#nowMs / 90_000);
    const read = Math.round((500 + this.#random.below(60)) * wave);
    const rejected = this.#random.below(12);
    const filtered = Math.round((read - rejected) * 0.34);
    const logins = read - rejected - filtered;
    const { below } = { below: (bound: number) => this.#random.below(bound) };
    const late = below(40) === 0 ? 1 : 0;
    const step = {
      ...nothing,
      read,
      enriched: logins,
      filtered,
      rejected,
      late,
      logins,
      counts: 240,
    };
    this.#totals = mapNumbers(this.#totals, (total, key) => total + step[key]);
    this.#rates = mapNumbers(step, (amount) => amount / stepSeconds);
    const aborted = below(60) === 0 ? 1 : 0;
    const committed = 38 + below(8);
    this.#transactions.committed += committed;
    this.#transactions.aborted += aborted;
    for (let letter = 0; letter < rejected; letter++) this.#reject();
    const latency = { p50Ms: 7 + below(4), p99Ms: 19 + below(14) + (aborted ? 160 : 0) };
    const at = new Date(this.#nowMs).toISOString();
    const sample = {
      at,
      read,
      enriched: logins,
      filtered,
      rejected,
      committed,
      aborted,
      ...latency,
    };
    this.#samples.push(sample);
    const counts = this.counts.logIn(logins, this.#nowMs);
    const leaders = this.counts.leaders(8).map(({ locale, count }) => ({ locale, count }));
    this.#leaders.push(
      new Map(this.counts.answer(null, null).counts.map(({ locale, count }) => [locale, count])),
    );
    return { counts, sample: { sample, locales: leaders } };
  }

  /** The answer of `/api/status`. */
  status(): Status {
    const byCause = new Map<string, number>();
    for (const { cause } of this.#letters) byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
    const last = this.#samples.at(-1);
    return {
      service: madeService(this.#startedMs, this.#nowMs),
      health: { alive: true, ready: true, reasons: [] },
      topics: madeTopics,
      flow: { totals: this.#totals, perSecond: this.#rates },
      partitions: this.#partitions(),
      transactions: { ...this.#transactions },
      latencyMs: { p50: last?.p50Ms ?? null, p99: last?.p99Ms ?? null },
      rebalances: madeRebalances(this.#startedMs),
      deadLetters: {
        total: this.#totals.rejected,
        byCause: [...byCause].map(([cause, count]) => ({ cause, count })),
        newest: this.#letters.slice(-20).reverse(),
      },
      schemas: madeSchemas,
      ...this.changes,
    };
  }

  /** The answer of `/api/history`. */
  history(): History {
    const kept = this.#leaders.slice(-keptSamples);
    const samples = this.#samples.slice(-keptSamples);
    const locales = this.counts.leaders(8).map(({ locale }) => {
      return { locale, counts: kept.map((counts) => counts.get(locale) ?? 0) };
    });
    return { stepSeconds, samples, counts: { at: samples.map(({ at }) => at), locales } };
  }

  /** The first event of each connection. */
  snapshot(): Snapshot {
    const windows = Object.fromEntries(
      ["PT1M", "PT1H"].map((size) => [size, this.counts.answer(size, null)]),
    );
    const counts = this.counts.answer(null, null);
    return { status: this.status(), counts, windows, history: this.history() };
  }

  #reject(): void {
    const [cause, message] = causes[Math.min(this.#random.below(8), this.#random.below(4))]!;
    const [partition, offset] = [this.#random.below(4), 1000 + this.#totals.read];
    const at = new Date(this.#nowMs).toISOString();
    const coordinate = {
      topic: madeTopics.input,
      partition,
      offset: offset + this.#letters.length,
    };
    this.#letters.push({ at, ...coordinate, cause, message });
  }

  #partitions(): PartitionStatus[] {
    const service = madeService(this.#startedMs, this.#nowMs);
    return (["enrich", "count"] as const).flatMap((stage) =>
      [0, 1, 2, 3].map((partition) => {
        const isOurs = partition < 3;
        const lag = stage === "enrich" ? (partition * 5 + this.#totals.read) % 13 : partition % 2;
        const committed = Math.round(this.#totals[stage === "enrich" ? "read" : "counts"] / 4);
        return {
          stage,
          topic: stage === "enrich" ? madeTopics.input : madeTopics.deltas,
          partition,
          owner: isOurs ? service.instance : "10.0.0.12 5f1c09ab",
          isOurs,
          worker: isOurs ? partition % 2 : null,
          state: isOurs ? "running" : "elsewhere",
          committed,
          end: committed + lag,
          lag,
          lastCommitAt: isOurs ? new Date(this.#nowMs - partition * 300).toISOString() : null,
        };
      })
    );
  }
}

function mapNumbers(
  numbers: FlowNumbers,
  change: (value: number, key: keyof FlowNumbers) => number,
): FlowNumbers {
  const entries = Object.entries(numbers) as [keyof FlowNumbers, number][];
  return Object.fromEntries(
    entries.map(([key, value]) => [key, change(value, key)]),
  ) as unknown as FlowNumbers;
}
