import { causeIn } from "./cause_headers.ts";
import type { Header, InputRecord } from "./record.ts";

const wholeNumber = /^\d{1,15}$/;

/**
 * The input records whose timestamp the output refused, as their dead letters say. Which times a topic
 * accepts depends on the broker's clock at that moment, so it cannot be computed later.
 */
export class RefusedRecords {
  readonly #inputTopic: string;
  readonly #offsets = new Map<number, Set<number>>();

  /** Starts with no records of a topic. */
  constructor(inputTopic: string) {
    this.#inputTopic = inputTopic;
  }

  /** Takes the headers of a dead letter; ignores other causes and topics. */
  take(headers: readonly Header[]): void {
    if (causeIn(headers, "exception") !== "RECORD_TIME_REFUSED") return;
    if (causeIn(headers, "topic") !== this.#inputTopic) return;
    const [partition, offset] = [causeIn(headers, "partition"), causeIn(headers, "offset")];
    if (!wholeNumber.test(partition) || !wholeNumber.test(offset)) return;
    const offsets = this.#offsets.get(Number(partition)) ?? new Set();
    this.#offsets.set(Number(partition), offsets.add(Number(offset)));
  }

  /** The part of a batch that says so; empty if no record of the partition was refused. */
  rulesOf(partition: number): { readonly refuses?: (record: InputRecord) => boolean } {
    const offsets = this.#offsets.get(partition);
    return offsets === undefined ? {} : { refuses: ({ offset }) => offsets.has(offset) };
  }
}
