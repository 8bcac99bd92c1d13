import type { Source } from "../pipeline/enrich.ts";
import type { Written } from "./altered_fields.ts";
import type { FateLedger, VisibleFate } from "./fate_ledger.ts";
import type { Findings } from "./findings.ts";
import type { GoneSources } from "./gone_sources.ts";
import type { GroupPositions } from "./group_positions.ts";
import { type DifferenceKind, type Place, textOf } from "./report.ts";

/** A fact as it was found: a record of the output or of the dead letters. */
export interface Fact {
  readonly fate: VisibleFate;
  readonly place: Place;
  /** The input record that it names. */
  readonly source: Source;
  readonly fingerprint: number;
  /** Whether its timestamp is the broker's: the batch that it lies in says so. */
  readonly hasBrokerTime: boolean;
  readonly written: Written;
}

/** What facts are held against. */
export interface FactSettings {
  readonly inputTopic: string;
  readonly ledgers: readonly FateLedger[];
  readonly positions: GroupPositions;
  readonly findings: Findings;
  /** By input partition: of which records, that are gone, something was made. */
  readonly gone: readonly GoneSources[];
  /** The names of what differs between a fact and the record that should be there. */
  readonly fieldsOf: (fact: Fact) => Promise<readonly string[]>;
}

const words: Readonly<Record<VisibleFate, string>> = {
  enriched: "an enriched login",
  deadLetter: "a dead letter",
};

/** Holds facts one by one against the fates that the input deserves. */
export class FactCheck {
  readonly #settings: FactSettings;
  /** The last source offset of an input partition in a partition of facts. */
  readonly #lastOffsets = new Map<string, number>();
  /** Topics in which timestamps are the brokers'. */
  readonly #brokerTimed = new Set<string>();
  /** Facts by input partition whose source compaction has removed. */
  readonly #removed = new Map<number, number>();

  /** Begins with no fact met. */
  constructor(settings: FactSettings) {
    this.#settings = settings;
  }

  /** Checks one fact; of each partition they come in their order. */
  async take(fact: Fact): Promise<void> {
    const { positions, ledgers, gone } = this.#settings;
    const { partition, offset } = fact.source;
    if (fact.hasBrokerTime) this.#brokerTimed.add(fact.place.topic);
    if (!await positions.covers(partition, offset)) {
      this.#add("alien", fact, "lies beyond the committed offset");
      return;
    }
    gone[partition]!.note(offset);
    const meeting = ledgers[partition]!.meet(offset, fact.fate, fact.fingerprint);
    if (meeting === "right") this.#checkOrder(fact);
    else if (meeting === "altered") await this.#addAltered(fact);
    else if (meeting === "removed") {
      this.#removed.set(partition, (this.#removed.get(partition) ?? 0) + 1);
    } else if (meeting !== "not asked for") this.#addUnexpected(fact, meeting);
  }

  /** Admits what could not be compared, once all facts were taken. */
  finish(): void {
    const { findings, inputTopic } = this.#settings;
    for (const topic of this.#brokerTimed) {
      findings.admit(
        `the timestamps in ${topic} are the brokers' (message.timestamp.type=LogAppendTime), not ` +
          "those that were written: they were not compared",
      );
    }
    for (const [partition, count] of this.#removed) {
      findings.admit(
        `"${inputTopic}[${partition}]": compaction has removed ${count} of the records that left something ` +
          "behind; that was not compared, but none was there twice",
      );
    }
  }

  #addUnexpected(fact: Fact, meeting: "duplicate" | "wrong fate" | "no such record") {
    if (meeting === "duplicate") this.#add(meeting, fact, "is there for the second time");
    else if (meeting === "wrong fate") this.#add(meeting, fact, "deserves another fate");
    else this.#add("alien", fact, "is no record that was ever committed");
  }

  async #addAltered(fact: Fact): Promise<void> {
    const { findings, fieldsOf } = this.#settings;
    const isLookedAt = findings.hasRoom || fact.hasBrokerTime;
    const fields = isLookedAt ? await fieldsOf(fact) : [];
    // The topic took the timestamps of producers before, or does so now: nothing else differs.
    if (fact.hasBrokerTime && fields.length === 0) return this.#checkOrder(fact);
    this.#add("altered", fact, `deserves another ${fields.join(", ")}`, fields);
  }

  /**
   * Between one partition of the input and one of the facts there is only one writer at a time, so
   * the order of the input is kept, and with it that of each user.
   */
  #checkOrder(fact: Fact): void {
    const { source, place } = fact;
    const path = `${place.topic}/${place.partition}/${source.partition}`;
    const last = this.#lastOffsets.get(path) ?? -1;
    if (source.offset < last) this.#add("order", fact, `stands behind what was made of ${last}`);
    else this.#lastOffsets.set(path, source.offset);
  }

  #add(kind: DifferenceKind, fact: Fact, claim: string, fields?: readonly string[]): void {
    const { findings, inputTopic } = this.#settings;
    const { partition, offset } = fact.source;
    findings.add({
      kind,
      source: { topic: inputTopic, partition, offset },
      found: fact.place,
      ...(fields && { fields }),
      message: `${words[fact.fate]} at ${textOf(fact.place)}: its source ` +
        `${textOf({ topic: inputTopic, partition, offset })} ${claim}`,
    });
  }
}
