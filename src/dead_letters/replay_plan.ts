import type { Codecs } from "../pipeline/avro_codec.ts";
import { plainRecord } from "../pipeline/plain_record.ts";
import type { InputRecord, OutputRecord } from "../pipeline/record.ts";
import { rejectedCause } from "../pipeline/stage.ts";
import type { TwoStages } from "../pipeline/two_stages.ts";
import type { DeadLetter } from "./letter.ts";
import { groupNameOf } from "./letter_groups.ts";
import type { Obstacle } from "./replayed_record.ts";

/** A dead letter and its replayed record, or why there is none. */
export interface Candidate {
  readonly letter: DeadLetter;
  readonly outcome: OutputRecord | Obstacle;
}

/** The plan for the dead letters of one cause and field. */
export interface PlanRow {
  readonly cause: string;
  readonly field: string | null;
  readonly selectedCount: number;
  readonly replayCount: number;
  /** How many are not replayed, by reason. */
  readonly obstacles: Readonly<Partial<Record<Obstacle, number>>>;
  /** The fates that the replayed ones would have, with the causes of new dead letters. */
  readonly fates: Readonly<Record<string, number>>;
}

interface Tally {
  readonly cause: string;
  readonly field: string | null;
  readonly obstacles: Partial<Record<Obstacle, number>>;
  readonly fates: Record<string, number>;
  selectedCount: number;
  replayCount: number;
}

/** Adds up what a replay would do. */
export class ReplayPlan {
  readonly #stage: TwoStages["enrich"];
  readonly #tallies = new Map<string, Tally>();

  /** Takes the enrich stage, which decides the fates. */
  constructor(stage: TwoStages["enrich"]) {
    this.#stage = stage;
  }

  /** Adds dead letters to the plan. */
  add(candidates: readonly Candidate[], codecs: Codecs): void {
    const groups = Map.groupBy(candidates, ({ letter }) => groupNameOf(letter));
    for (const [name, group] of groups) {
      const tally = this.#tallyOf(name, group[0]!.letter);
      tally.selectedCount += group.length;
      const outcomes = group.map(({ outcome }) => outcome);
      const obstacles = outcomes.filter((outcome) => typeof outcome === "string");
      const records = outcomes.filter((outcome) => typeof outcome !== "string");
      for (const obstacle of obstacles) {
        tally.obstacles[obstacle] = (tally.obstacles[obstacle] ?? 0) + 1;
      }
      tally.replayCount += records.length;
      for (const [fate, count] of this.#fatesOf(records, codecs)) {
        tally.fates[fate] = (tally.fates[fate] ?? 0) + count;
      }
    }
  }

  /** How many dead letters would be replayed. */
  get replayCount(): number {
    return this.rows().reduce((sum, { replayCount }) => sum + replayCount, 0);
  }

  /** One row for each cause and field, the largest first. */
  rows(): PlanRow[] {
    return [...this.#tallies.values()].sort((a, b) => b.selectedCount - a.selectedCount);
  }

  #tallyOf(name: string, { rejection }: DeadLetter): Tally {
    const known = this.#tallies.get(name);
    if (known !== undefined) return known;
    const { code: cause, field } = rejection;
    const tally = { cause, field, obstacles: {}, fates: {}, selectedCount: 0, replayCount: 0 };
    this.#tallies.set(name, tally);
    return tally;
  }

  #fatesOf(outputs: readonly OutputRecord[], codecs: Codecs): [fate: string, count: number][] {
    const records = outputs.map((record, offset): InputRecord => ({
      ...plainRecord(record),
      offset,
    }));
    const topic = outputs[0]?.topic ?? "";
    const { facts } = this.#stage.process(
      this.#stage.begin(""),
      { topic, partition: 0, records },
      codecs,
    );
    return Object.entries(facts).flatMap(([fact, count]) => {
      const fate = fact === "enriched" || fact === "filtered" ? fact : rejectedCause(fact);
      return fate === null ? [] : [[fate, count]];
    });
  }
}
