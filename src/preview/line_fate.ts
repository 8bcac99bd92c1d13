import type { Codecs, WriterCodec } from "../pipeline/avro_codec.ts";
import { enrich, type EnrichedLogin } from "../pipeline/enrich.ts";
import { isFrame, schemaIdOf } from "../pipeline/frame.ts";
import { fateOf } from "../pipeline/login_fate.ts";
import { LoginTimes } from "../pipeline/login_time.ts";
import { Rejection, type RejectionCode } from "../pipeline/rejection.ts";

/** The fate that a line would have as a record of the input topic. */
export type LineFate =
  | { readonly line: number; readonly fate: "enriched"; readonly record: EnrichedLogin }
  | { readonly line: number; readonly fate: "filtered" | "tombstone" }
  | {
    readonly line: number;
    readonly fate: "dead letter";
    readonly code: RejectionCode;
    readonly field: string | null;
    readonly message: string;
  };

/**
 * Creates a function that judges lines in order. Each line is a record, even an empty one, as with
 * Kafka's console producer. The first is at offset 0 of partition 0.
 */
export function lineJudge(maxValueBytes: number): (value: Uint8Array) => LineFate {
  const times = new LoginTimes();
  let line = 0;
  return (value) => {
    const offset = line++;
    const fate = fateOf(value, withoutRegistry(value), maxValueBytes);
    if (fate instanceof Rejection) {
      const { code, field, message } = fate;
      return { line, fate: "dead letter", code, field, message };
    }
    if (typeof fate === "string") return { line, fate };
    const source = { partition: 0, offset };
    return {
      line,
      fate: "enriched",
      record: enrich(fate, times.textOf(fate.timestampMs), source),
    };
  };
}

const nothing: Codecs = new Map();

/** Without a registry, no schema id is known. */
function withoutRegistry(value: Uint8Array): Codecs {
  const id = isFrame(value) ? schemaIdOf(value) : null;
  return id === null ? nothing : new Map<number, WriterCodec>([[id, { status: "unknown" }]]);
}
