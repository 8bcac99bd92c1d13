import { causeIn } from "./cause_headers.ts";
import type { Header, InputRecord } from "./record.ts";

const wholeNumber = /^\d{1,15}$/;

/**
 * The records of the input whose timestamp the output refused, as their dead letters say. What a topic
 * takes is relative to its broker's clock at that moment, so nothing else can tell afterwards.
 */
export class RefusedRecords {
  readonly #inputTopic: string;
  readonly #offsets = new Map<number, Set<number>>();

  /** Begins with none of a topic. */
  constructor(inputTopic: string) {
    this.#inputTopic = inputTopic;
  }

  /** Takes a dead letter in; those of another cause or topic change nothing. */
  take(headers: readonly Header[]): void {
    if (causeIn(headers, "exception") !== "RECORD_TIME_REFUSED") return;
    if (causeIn(headers, "topic") !== this.#inputTopic) return;
    const [partition, offset] = [causeIn(headers, "partition"), causeIn(headers, "offset")];
    if (!wholeNumber.test(partition) || !wholeNumber.test(offset)) return;
    const offsets = this.#offsets.get(Number(partition)) ?? new Set();
    this.#offsets.set(Number(partition), offsets.add(Number(offset)));
  }

  /** What a batch of a partition says of this; nothing where none was refused. */
  rulesOf(partition: number): { readonly refuses?: (record: InputRecord) => boolean } {
    const offsets = this.#offsets.get(partition);
    return offsets === undefined ? {} : { refuses: ({ offset }) => offsets.has(offset) };
  }
}
