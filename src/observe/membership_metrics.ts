import client, { type Registry } from "prom-client";
import { stageNames } from "../pipeline/stage.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";
import { prefix } from "./metric_names.ts";

const outcomes = ["found", "unknown", "incompatible", "unavailable"] as const;

/** Counts rebalances, recoveries, and requests to the registry. */
export class MembershipMetrics implements Listener {
  readonly #rebalances: client.Counter;
  readonly #recoveries: client.Counter;
  readonly #requests: client.Counter;
  readonly #hits: client.Counter;
  readonly #misses: client.Counter;

  /** Adds its metrics to a registry. */
  constructor(registry: Registry) {
    const counter = (name: string, help: string, labelNames: string[] = []) =>
      new client.Counter({ name: prefix + name, help, labelNames, registers: [registry] });
    this.#rebalances = counter(
      "rebalances_total",
      "Rebalances of a group.",
      ["stage"],
    );
    this.#recoveries = counter(
      "recoveries_total",
      "Recoveries from errors, by what was done.",
      ["stage", "recovery"],
    );
    this.#requests = counter(
      "registry_requests_total",
      "Requests to the registry for writer schemas.",
      ["outcome"],
    );
    this.#hits = counter("registry_cache_hits_total", "Batches whose schemas were all cached.");
    this.#misses = counter(
      "registry_cache_misses_total",
      "Parts of transactions that needed a request to the registry.",
    );
    for (const stage of stageNames) {
      this.#rebalances.inc({ stage }, 0);
      for (const recovery of ["reacquire", "rejoin", "restart"]) {
        this.#recoveries.inc({ stage, recovery }, 0);
      }
    }
    for (const outcome of outcomes) this.#requests.inc({ outcome }, 0);
  }

  take(event: StageEvent): void {
    const { stage } = event;
    if (event.event === "assigned") this.#rebalances.inc({ stage });
    else if (event.event === "recovering") {
      this.#recoveries.inc({ stage, recovery: event.recovery });
    } else if (event.event === "restarting") this.#recoveries.inc({ stage, recovery: "restart" });
    else if (event.event === "asked") this.#requests.inc({ outcome: event.outcome });
    else if (event.event === "committed") {
      for (const { knewSchemas } of event.parts) (knewSchemas ? this.#hits : this.#misses).inc();
    }
  }
}
