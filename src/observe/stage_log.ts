import type { StageEvent } from "../kafka/stage_event.ts";
import type { Log } from "./log.ts";

type Committed = Extract<StageEvent, { event: "committed" }>;

const troubles: ReadonlySet<StageEvent["event"]> = new Set(["paused", "recovering", "restarting"]);

// Too many for lines of their own; what follows an abort tells why.
const unlogged: ReadonlySet<StageEvent["event"]> = new Set(["beat", "fetched", "asked", "aborted"]);

const raiseCap =
  "locales beyond MAX_LOCALES are counted together: raise it, stop all processors, " +
  "and run: deno task recount";

/** Logs what stages tell: each event at once, commits added up and at intervals. */
export class StageLog {
  readonly #log: Pick<Log, "info" | "warn">;
  readonly #totals = new Map<string, Totals>();
  readonly #timer: ReturnType<typeof setInterval>;

  /** Begins to log; stop() ends it. */
  constructor(log: Pick<Log, "info" | "warn">, intervalSeconds: number) {
    this.#log = log;
    this.#timer = setInterval(() => this.#flush(), intervalSeconds * 1000);
  }

  /** Takes one event. */
  take(event: StageEvent): void {
    if (unlogged.has(event.event)) return;
    if (event.event === "committed") this.#add(event);
    else if (troubles.has(event.event)) this.#log.warn(event);
    else this.#log.info(event);
  }

  /** Logs what is still unlogged, and no more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#flush();
  }

  #add({ stage, partition, offset, facts }: Committed): void {
    const totals = this.#totals.get(stage) ?? new Totals();
    this.#totals.set(stage, totals);
    totals.add(partition, offset, facts);
  }

  #flush(): void {
    for (const [stage, totals] of this.#totals) {
      const { rejected, overflowed: logins, ...fields } = totals.take();
      this.#log.info({ event: "committed", stage, ...fields });
      if (Object.keys(rejected).length > 0) this.#log.warn({ event: "rejected", stage, rejected });
      if (logins > 0) this.#log.warn({ event: "overflowed", stage, logins, action: raiseCap });
    }
    this.#totals.clear();
  }
}

class Totals {
  readonly #since = performance.now();
  readonly #facts: Record<string, number> = {};
  readonly #offsets: Record<string, number> = {};
  #transactions = 0;

  add(partition: number, offset: number, facts: Committed["facts"]): void {
    this.#transactions++;
    this.#offsets[partition] = offset;
    for (const [fact, n] of Object.entries(facts)) this.#facts[fact] = (this.#facts[fact] ?? 0) + n;
  }

  take() {
    const { overflowed = 0, ...others } = this.#facts;
    const facts = Object.entries(others);
    const rejected = facts.filter(([fact]) => fact.startsWith("rejected."))
      .map(([fact, n]) => [fact.slice("rejected.".length), n]);
    return {
      ...Object.fromEntries(facts.filter(([fact]) => !fact.startsWith("rejected."))),
      transactions: this.#transactions,
      seconds: Math.round((performance.now() - this.#since) / 100) / 10,
      offsets: this.#offsets,
      overflowed,
      rejected: Object.fromEntries(rejected) as Record<string, number>,
    };
  }
}
