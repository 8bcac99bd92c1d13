import type { StageEvent } from "../runner/stage_event.ts";
import { eventFields, type InputTopics } from "./event_fields.ts";
import { FactSum } from "./fact_sum.ts";
import type { Committed, Listener } from "./listener.ts";
import type { Log } from "./log.ts";
import { RepeatLimit } from "./repeat_limit.ts";

const troubles: ReadonlySet<StageEvent["event"]> = new Set([
  "waiting",
  "swept",
  "paused",
  "recovering",
  "restarting",
  "stuck",
]);

// Too frequent for a line each; the event after an abort has the reason.
const unlogged: ReadonlySet<StageEvent["event"]> = new Set(["beat", "fetched", "asked", "aborted"]);

const raiseCap =
  "locales beyond MAX_LOCALES are counted together: raise it, stop all processors, " +
  "and run: deno task settings --yes, then deno task recount";

const repeats = { perWindow: 20, windowMs: 10_000, now: () => performance.now() } as const;

/** Logs the events of stages: each one at once, but commits as sums at intervals. */
export class StageLog implements Listener {
  readonly #log: Pick<Log, "info" | "warn">;
  readonly #topics: InputTopics;
  readonly #sums = new Map<StageEvent["stage"], FactSum>();
  readonly #repeats = new RepeatLimit(repeats);
  readonly #timer: ReturnType<typeof setInterval>;

  /** Starts to log; stop() ends it. */
  constructor(log: Pick<Log, "info" | "warn">, intervalSeconds: number, topics: InputTopics) {
    this.#log = log;
    this.#topics = topics;
    this.#timer = setInterval(() => this.#flush(false), intervalSeconds * 1000);
  }

  take(event: StageEvent, worker: number): void {
    if (unlogged.has(event.event)) return;
    if (event.event === "committed") this.#add(event);
    else this.#write(event, worker);
  }

  /** Logs the last sums and stops. */
  stop(): void {
    clearInterval(this.#timer);
    this.#flush(true);
  }

  #write(event: StageEvent, worker: number): void {
    const suppressed = this.#repeats.say(`${event.stage} ${event.event}`);
    if (suppressed === null) return;
    const { fields, message } = eventFields(event, this.#topics);
    fields["pipeline.worker"] = worker;
    if (suppressed > 0) fields["pipeline.suppressed"] = suppressed;
    if (troubles.has(event.event)) this.#log.warn(fields, message);
    else this.#log.info(fields, message);
  }

  #add(committed: Committed): void {
    const { stage } = committed;
    const sum = this.#sums.get(stage) ?? new FactSum();
    this.#sums.set(stage, sum);
    sum.add(committed);
  }

  #flush(isEnd: boolean): void {
    for (const [stage, sum] of this.#sums) this.#writeSum(stage, sum);
    this.#sums.clear();
    for (const { key, count } of this.#repeats.takeSuppressed(isEnd)) {
      const fields = { "event.action": "suppressed", "pipeline.suppressed": count };
      this.#log.warn(fields, `${count} more lines suppressed: ${key}`);
    }
  }

  #writeSum(stage: StageEvent["stage"], sum: FactSum): void {
    const { facts, rejected, overflowed, transactions, seconds, offsets } = sum.take();
    const common = { "pipeline.stage": stage, "kafka.topic": this.#topics[stage] };
    const fields = Object.entries(facts).map(([fact, n]) => [`pipeline.${fact}`, n]);
    this.#log.info({
      "event.action": "committed",
      "event.outcome": "success",
      "event.duration": Math.round(seconds * 1e9),
      ...common,
      ...Object.fromEntries(fields),
      "pipeline.transactions": transactions,
      "pipeline.offsets": offsets,
    }, `${stage}: ${facts["read"] ?? 0} records in ${transactions} transactions`);
    if (Object.keys(rejected).length > 0) {
      const fields = { "event.action": "rejected", ...common, "pipeline.rejected": rejected };
      this.#log.warn(fields, `${stage}: rejected records became dead letters`);
    }
    if (overflowed > 0) {
      const fields = { "event.action": "overflowed", ...common, "pipeline.logins": overflowed };
      this.#log.warn({ ...fields, "pipeline.remedy": raiseCap }, `${stage}: too many locales`);
    }
  }
}
