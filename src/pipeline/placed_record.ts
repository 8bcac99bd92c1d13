import type { Header, OutputRecord, RecordPlace } from "./record.ts";
import type { RecordTime } from "./record_time.ts";

const noHeaders: readonly Header[] = [];

/** A record to write, without headers, whose key and value lie in a shared chunk of memory. */
export class PlacedRecord implements OutputRecord, RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly timestamp: RecordTime;
  readonly headers: readonly Header[] = noHeaders;
  readonly bytes: Uint8Array;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;

  /** The place says where key and value lie. */
  constructor(to: { topic: string; partition: number; timestamp: RecordTime }, place: RecordPlace) {
    this.topic = to.topic;
    this.partition = to.partition;
    this.timestamp = to.timestamp;
    this.bytes = place.bytes;
    this.keyStart = place.keyStart;
    this.keyEnd = place.keyEnd;
    this.valueStart = place.valueStart;
    this.valueEnd = place.valueEnd;
  }

  /** A view of the key. */
  get key(): Uint8Array {
    return this.bytes.subarray(this.keyStart, this.keyEnd);
  }

  /** A view of the value. */
  get value(): Uint8Array {
    return this.bytes.subarray(this.valueStart, this.valueEnd);
  }

  /** The record itself. */
  get place(): RecordPlace {
    return this;
  }
}
