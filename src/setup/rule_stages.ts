import type { EnrichState } from "../pipeline/enrich_stage.ts";
import type { InputRecord } from "../pipeline/record.ts";
import type { RuleSpan, RuleTexts } from "../pipeline/rules.ts";
import type { Stage } from "../pipeline/stage.ts";
import type { Config } from "../settings/config.ts";
import { type ProcessorSettings, stagesOf } from "./processor_settings.ts";
import { configUnder } from "./rule_settings.ts";
import type { PartitionSpans } from "./written_rules.ts";

/** An enrich stage under some rules. */
export type EnrichStage = Stage<EnrichState, EnrichState>;

/** Finds the rules for an offset: those in force then, or those that count it today. */
export type RuleSearch = (spans: readonly RuleSpan[], offset: number) => RuleTexts | null;

/** The enrich stage for each offset of the input, under the rules recorded with the commits. */
export class RuleStages {
  readonly #settings: ProcessorSettings;
  readonly #spans: readonly PartitionSpans[];
  readonly #search: RuleSearch;
  readonly #always: Partial<Config>;
  readonly #stages = new Map<string, EnrichStage>();

  /** Uses the settings where no rules were recorded. `always` overrides both. */
  constructor(
    settings: ProcessorSettings,
    spans: readonly PartitionSpans[],
    search: RuleSearch,
    always: Partial<Config> = {},
  ) {
    this.#settings = settings;
    this.#spans = spans;
    this.#search = search;
    this.#always = always;
  }

  /** The stage for an offset. */
  at(partition: number, offset: number): EnrichStage {
    const rules = this.#search(this.#spans[partition] ?? [], offset) ?? {};
    const id = JSON.stringify(rules);
    const known = this.#stages.get(id);
    if (known !== undefined) return known;
    const config = { ...configUnder(this.#settings.config, rules), ...this.#always };
    const { enrich } = stagesOf({ ...this.#settings, config });
    this.#stages.set(id, enrich);
    return enrich;
  }

  /** A partition's records in order, split where the rules change. */
  parts(
    partition: number,
    records: readonly InputRecord[],
  ): Iterable<readonly [EnrichStage, readonly InputRecord[]]> {
    return Map.groupBy(records, ({ offset }) => this.at(partition, offset));
  }
}
