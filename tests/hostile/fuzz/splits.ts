import type { Random } from "../../../src/generator/random.ts";
import type { CountEntry } from "../../../src/pipeline/count_entry.ts";
import type { InputRecord, OutputRecord } from "../../../src/pipeline/record.ts";
import { twoStages } from "../../../src/pipeline/two_stages.ts";
import { batches } from "../../support/arbitraries.ts";
import { inputRecord } from "../../support/logins.ts";
import { batchesOf, StageDriver } from "../../support/pipeline_driver.ts";
import { codecsOf, windowedSettings } from "../../support/pipeline_settings.ts";
import type { Core } from "../core.ts";

const deltas = windowedSettings.topics.deltas.topic;
const longestBatch = 12;

/** Runs values through both stages, split into batches in two ways: the results must be the same. */
export class Splits {
  readonly #stages = twoStages(windowedSettings);
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Whether the results do not depend on how the values are split. */
  agree(values: readonly Uint8Array[], random: Random): boolean {
    const records = values.map((value, offset) =>
      inputRecord(value, { offset, timestamp: random.below(3_000_000) })
    );
    const lengths = Array.from({ length: 10 }, () => random.below(longestBatch) + 1);
    return this.#run(records, [records.length]) === this.#run(records, lengths);
  }

  #run(records: readonly InputRecord[], lengths: readonly number[]): string {
    const enrich = new StageDriver(this.#stages.enrich, this.#core.codecsOf);
    const count = new StageDriver(this.#stages.count, codecsOf);
    const outputs = batches(records, lengths).flatMap((batch) => {
      const made = enrich.process(batch);
      for (const each of batchesOf(deltas, made)) count.process(each);
      return made.filter(({ topic }) => topic !== deltas);
    });
    const counts = [...count.memos.keys()].toSorted().map((partition) =>
      [...count.state(partition).entries()].map(shownCount).toSorted()
    );
    const facts = Object.entries(enrich.facts).map(String).toSorted();
    return JSON.stringify([outputs.map(shown), facts, counts]);
  }
}

function shown({ topic, partition, value }: OutputRecord): string {
  return `${topic}/${partition}/${Buffer.from(value ?? []).toString("hex")}`;
}

function shownCount({ key, count, lastLoginMs }: CountEntry): string {
  return `${key} ${count} ${lastLoginMs}`;
}
