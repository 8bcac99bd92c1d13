import client, { type Registry } from "prom-client";
import { type Facts, rejectedCause, stageNames } from "../pipeline/stage.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";
import { prefix } from "./metric_names.ts";

const fates: Readonly<Record<string, readonly string[]>> = {
  enrich: ["enriched", "filtered", "tombstone", "rejected"],
  count: ["counted"],
};

/** Counts records by outcome, and transactions. */
export class RecordMetrics implements Listener {
  readonly #records: client.Counter;
  readonly #rejected: client.Counter;
  readonly #late: client.Counter;
  readonly #overflowed: client.Counter;
  readonly #transactions: client.Counter;

  /** Adds its metrics to a registry; known labels start at 0, so that their first rate is right. */
  constructor(registry: Registry) {
    const counter = (name: string, help: string, labelNames: string[] = []) =>
      new client.Counter({ name: prefix + name, help, labelNames, registers: [registry] });
    this.#records = counter(
      "records_total",
      "Records by outcome; counted: logins added to counts.",
      ["stage", "fate"],
    );
    this.#rejected = counter("rejected_records_total", "Dead letters by cause.", ["cause"]);
    this.#late = counter(
      "late_logins_total",
      "Logins too late for one of their windows; all-time counts include them.",
    );
    this.#overflowed = counter(
      "overflowed_logins_total",
      "Logins of locales beyond MAX_LOCALES, which are counted together.",
    );
    this.#transactions = counter(
      "transactions_total",
      "Transactions by outcome; aborted: not confirmed as committed.",
      ["stage", "outcome"],
    );
    for (const stage of stageNames) {
      for (const fate of fates[stage] ?? []) this.#records.inc({ stage, fate }, 0);
      for (const outcome of ["committed", "aborted"]) this.#transactions.inc({ stage, outcome }, 0);
    }
  }

  take(event: StageEvent): void {
    const { stage, event: outcome } = event;
    if (outcome !== "committed" && outcome !== "aborted") return;
    this.#transactions.inc({ stage, outcome });
    if (event.event === "committed") {
      for (const part of event.parts) this.#count(stage, part.facts);
    }
  }

  #count(stage: StageEvent["stage"], facts: Facts): void {
    for (const [fact, count] of Object.entries(facts)) {
      const cause = rejectedCause(fact);
      if (cause !== null) {
        this.#records.inc({ stage, fate: "rejected" }, count);
        this.#rejected.inc({ cause }, count);
      } else if (fact === "late") this.#late.inc(count);
      else if (fact === "overflowed") this.#overflowed.inc(count);
      else if (fact === "logins") this.#records.inc({ stage, fate: "counted" }, count);
      else if (fates[stage]?.includes(fact)) this.#records.inc({ stage, fate: fact }, count);
    }
  }
}
