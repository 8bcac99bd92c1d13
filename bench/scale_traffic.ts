import type { Model } from "./model.ts";
import type { ScaleConditions } from "./scale_conditions.ts";

/** What crosses the brokers' network and reaches their disks, all in megabytes per second. */
export interface Traffic {
  /** What producers send. */
  readonly input: number;
  /** Input and output with all copies. */
  readonly written: number;
  /** All traffic of the brokers, each byte between two of them counted once. */
  readonly total: number;
  /** What all brokers receive, or what they send, whichever is more. */
  readonly busierDirection: number;
  /** The part of the total that leaves its zone. */
  readonly betweenZones: number;
}

type Bytes = Pick<Model, "inputBytes" | "outputBytes">;

/**
 * The traffic of a load. Leaders get the input and the output once; each further copy, our processes
 * and the readers of the output get them from the leaders. Deltas and counts are left out: they are a
 * few records for thousands of logins.
 */
export function trafficOf(
  loginsPerSecond: number,
  { inputBytes, outputBytes }: Bytes,
  { replicationFactor, outputReaders, zones }: ScaleConditions,
): Traffic {
  const input = loginsPerSecond * inputBytes / 1e6;
  const output = loginsPerSecond * outputBytes / 1e6;
  const written = (input + output) * replicationFactor;
  const copied = (input + output) * (replicationFactor - 1);
  const read = input + output * outputReaders;
  const clients = input + output + read;
  return {
    input,
    written,
    total: clients + copied,
    // Copies are received by some brokers and sent by others.
    busierDirection: Math.max(input + output, read) + copied,
    betweenZones: zones > 1 ? copied + clients * (zones - 1) / zones : 0,
  };
}
