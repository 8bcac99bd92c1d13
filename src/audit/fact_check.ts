import type { Source } from "../pipeline/enrich.ts";
import type { Written } from "./altered_fields.ts";
import type { FateLedger, VisibleFate } from "./fate_ledger.ts";
import type { Findings } from "./findings.ts";
import type { GoneSources } from "./gone_sources.ts";
import type { GroupPositions } from "./group_positions.ts";
import { type DifferenceKind, type Place, textOf } from "./report.ts";

/** A fact: a committed record of the output or of the dead letters. */
export interface Fact {
  readonly fate: VisibleFate;
  readonly place: Place;
  /** The input record that it names. */
  readonly source: Source;
  readonly fingerprint: number;
  /** Whether the broker set its timestamp, as its batch says. */
  readonly hasBrokerTime: boolean;
  readonly written: Written;
}

/** What facts are compared with. */
export interface FactSettings {
  readonly inputTopic: string;
  readonly ledgers: readonly FateLedger[];
  readonly positions: GroupPositions;
  readonly findings: Findings;
  /** By input partition: the deleted records that have an output. */
  readonly gone: readonly GoneSources[];
  /** The names of the fields in which a fact differs from the expected record. */
  readonly fieldsOf: (fact: Fact) => Promise<readonly string[]>;
}

const words: Readonly<Record<VisibleFate, string>> = {
  enriched: "an enriched login",
  deadLetter: "a dead letter",
};

/** Compares facts, one by one, with the expected fates of the input. */
export class FactCheck {
  readonly #settings: FactSettings;
  /** The last source offset of an input partition in a partition of facts. */
  readonly #lastOffsets = new Map<string, number>();
  /** Topics whose timestamps brokers set. */
  readonly #brokerTimed = new Set<string>();
  /** Facts by input partition whose source compaction has removed. */
  readonly #removed = new Map<number, number>();

  /** Starts without facts. */
  constructor(settings: FactSettings) {
    this.#settings = settings;
  }

  /** Checks one fact; the facts of a partition come in order. */
  async take(fact: Fact): Promise<void> {
    const { positions, ledgers, gone } = this.#settings;
    const { partition, offset } = fact.source;
    if (fact.hasBrokerTime) this.#brokerTimed.add(fact.place.topic);
    if (!await positions.covers(partition, offset)) {
      this.#add("alien", fact, "is beyond the committed offset");
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

  /** Reports what could not be compared, after the last fact. */
  finish(): void {
    const { findings, inputTopic } = this.#settings;
    for (const topic of this.#brokerTimed) {
      findings.admit(
        `the brokers set the timestamps in ${topic} (message.timestamp.type=LogAppendTime), so ` +
          "they were not compared",
      );
    }
    for (const [partition, count] of this.#removed) {
      findings.admit(
        `"${inputTopic}[${partition}]": compaction has removed ${count} of the records that have an ` +
          "output; the outputs were not compared, but none is a duplicate",
      );
    }
  }

  #addUnexpected(fact: Fact, meeting: "duplicate" | "wrong fate" | "no such record") {
    if (meeting === "duplicate") this.#add(meeting, fact, "already has an output");
    else if (meeting === "wrong fate") this.#add(meeting, fact, "should have a different fate");
    else this.#add("alien", fact, "was never committed");
  }

  async #addAltered(fact: Fact): Promise<void> {
    const { findings, fieldsOf } = this.#settings;
    const isLookedAt = findings.hasRoom || fact.hasBrokerTime;
    const fields = isLookedAt ? await fieldsOf(fact) : [];
    // The topic's timestamp type was changed, and nothing else differs.
    if (fact.hasBrokerTime && fields.length === 0) return this.#checkOrder(fact);
    this.#add("altered", fact, `requires a different ${fields.join(", ")}`, fields);
  }

  /**
   * From one partition of the input to one of the output there is one writer at a time, so the order
   * of the input is kept, and with it the order of each user.
   */
  #checkOrder(fact: Fact): void {
    const { source, place } = fact;
    const path = `${place.topic}/${place.partition}/${source.partition}`;
    const last = this.#lastOffsets.get(path) ?? -1;
    if (source.offset < last) this.#add("order", fact, `comes after offset ${last} in the output`);
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
