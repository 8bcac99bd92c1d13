import { createHash } from "node:crypto";
import { buildCodec, type Codecs, type WriterCodec } from "../../src/pipeline/avro_codec.ts";
import { isFrame, schemaIdOf } from "../../src/pipeline/frame.ts";
import type { InputBatch, OutputRecord } from "../../src/pipeline/record.ts";
import { avroType, type RecordName, schemaTexts } from "../../src/pipeline/schemas.ts";
import type { PipelineSettings } from "../../src/pipeline/two_stages.ts";

/** The ids of the contract's schemas in tests. */
export const schemaIds = {
  EnrichedLogin: 1,
  LocaleCount: 2,
  LocaleDelta: 3,
  UserLogin: 4,
} as const;

/** The id of a schema that resolves to none of ours. */
export const incompatibleId = 9;

const minuteMs = 60_000;

/** A pipeline over four partitions, without windows. */
export const pipelineSettings: PipelineSettings = {
  topics: {
    output: { topic: "processed-data-topic", partitionCount: 4, maxMessageBytes: 1_048_588 },
    deadLetters: { topic: "user-login-dlq", partitionCount: 4, maxMessageBytes: 1_048_588 },
    deltas: { topic: "deltas", partitionCount: 4, maxMessageBytes: 1_048_588 },
    counts: { topic: "counts", partitionCount: 4, maxMessageBytes: 1_048_588 },
  },
  schemaIds,
  windows: { sizes: [], retentionMs: 0 },
  maxLocales: 10_000,
  maxValueBytes: 1_048_576,
  sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
};

/** The same with windows of one and five minutes, kept for ten minutes. */
export const windowedSettings: PipelineSettings = {
  ...pipelineSettings,
  windows: {
    sizes: [{ text: "PT1M", sizeMs: minuteMs }, { text: "PT5M", sizeMs: 5 * minuteMs }],
    retentionMs: 10 * minuteMs,
  },
};

const codecs = new Map<number, WriterCodec>([[incompatibleId, { status: "incompatible" }]]);
for (const name of Object.keys(schemaIds) as RecordName[]) {
  codecs.set(schemaIds[name], buildCodec(JSON.parse(schemaTexts[name]), avroType(name)));
}

/** A codec for each id in a batch, as from the registry. */
export function codecsOf(batch: InputBatch): Codecs {
  const found = new Map<number, WriterCodec>();
  for (const { value } of batch.records) {
    const id = value !== null && isFrame(value) ? schemaIdOf(value) : null;
    if (id !== null) found.set(id, codecs.get(id) ?? { status: "unknown" });
  }
  return found;
}

const types = {
  [schemaIds.EnrichedLogin]: avroType("EnrichedLogin"),
  [schemaIds.LocaleCount]: avroType("LocaleCount"),
  [schemaIds.LocaleDelta]: avroType("LocaleDelta"),
};

/** Reads an output's frame as any consumer would: by its schema id, with avsc only. */
export function readOutput({ value }: Pick<OutputRecord, "value">): Record<string, unknown> {
  const frame = Buffer.from(value!);
  const type = types[frame.readInt32BE(1) as keyof typeof types];
  return { ...type.fromBuffer(frame.subarray(5)) };
}
