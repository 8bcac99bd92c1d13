import { FatalError } from "../src/errors.ts";
import type { ClusterClient } from "../src/kafka/cluster.ts";
import { crc32c } from "../src/kafka/compression/crc32c.ts";
import { rangesOf, readRanges } from "../src/kafka/ranges.ts";
import { frameHeaderBytes, schemaIdOf } from "../src/pipeline/frame.ts";
import type { Contestant, Job } from "./contestant.ts";
import type { Input } from "./input.ts";

/** What a read_committed reader finds in an output. */
export interface OutputContent {
  readonly logins: number;
  /** The sum of the checksums of all enriched logins, in any order. */
  readonly checksum: number;
  /** Of their keys and values. */
  readonly bytes: number;
}

/**
 * Checks outputs: each android login once and, for contestants with our guarantees, the same bytes as
 * all others. A contestant that is fast and wrong fails the run.
 */
export class OutputJudge {
  readonly #checksums = new Map<string, { title: string; checksum: number }>();

  /** Throws FatalError if an output does not match the input. */
  judge(
    { title, isExactlyOnce }: Pick<Contestant, "title" | "isExactlyOnce">,
    input: Input,
    content: OutputContent,
  ): void {
    if (content.logins !== input.androids) {
      const found = `${content.logins} enriched logins, not ${input.androids}`;
      throw new FatalError(`${title} is wrong: its output holds ${found}`, mend);
    }
    if (!isExactlyOnce) return;
    const first = this.#checksums.get(input.topic);
    if (first === undefined) {
      this.#checksums.set(input.topic, { title, checksum: content.checksum });
    } else if (first.checksum !== content.checksum) {
      throw new FatalError(
        `${title} is wrong: its records differ from those of ${first.title}`,
        mend,
      );
    }
  }
}

const mend = "mend its program in bench/peers, or leave it out with --only";

/** Reads an output to its end. */
export async function readOutput(
  cluster: ClusterClient,
  { output, enrichedSchemaId }: Job,
  isFramed: boolean,
): Promise<OutputContent> {
  let logins = 0;
  let checksum = 0;
  let bytes = 0;
  for await (
    const { records } of readRanges(cluster, output, await rangesOf(cluster, output))
  ) {
    for (const { key, value } of records) {
      if (value === null || (isFramed && schemaIdOf(value) !== enrichedSchemaId)) continue;
      logins++;
      bytes += value.length + (key?.length ?? 0);
      checksum = (checksum + crc32c(value as Buffer, frameHeaderBytes, value.length)) %
        Number.MAX_SAFE_INTEGER;
    }
  }
  return { logins, checksum, bytes };
}
