import { decodeFetchedRecords } from "../../src/kafka/reading/fetched_records.ts";
import { ByteWriter } from "../../src/kafka/writing/byte_writer.ts";
import { writeRecordBatch } from "../../src/kafka/writing/record_batch_writer.ts";
import { buildCodec } from "../../src/pipeline/avro_codec.ts";
import { CountWriter } from "../../src/pipeline/count_writer.ts";
import type { OutputRecord } from "../../src/pipeline/record.ts";
import { avroType, schemaTexts } from "../../src/pipeline/schemas.ts";
import { batchRecords, coreStages, countSchema } from "./core_batch.ts";

// The cost of a restart for each count, from the bytes of a fetch on, without a broker.
const { count } = coreStages();
const fetched = tableBytes();
const codecs = new Map([
  [countSchema.id, buildCodec(JSON.parse(schemaTexts.LocaleCount), avroType("LocaleCount"))],
]);

Deno.bench(`restore: the bytes of ${batchRecords} counts`, async () => {
  const state = count.begin("");
  const { batches } = await decodeFetchedRecords({ buffer: fetched, offset: 0 });
  for (const record of batches.flatMap(({ records }) => records)) {
    count.changelog!.restore(state, record, codecs);
  }
});

function tableBytes(): Buffer {
  const counts = { topic: "counts", partitionCount: 4 };
  const writer = new CountWriter({ output: counts, counts, localeCount: countSchema }, 0, 1_234);
  const records = Array.from({ length: batchRecords }, (_, at) => tableRecord(writer, at));
  const bytes = new ByteWriter(batchRecords * 128);
  writeRecordBatch(bytes, {
    messages: records as never,
    compression: 0,
    isTransactional: true,
    producerId: 1n,
    producerEpoch: 0,
    firstSequence: 0,
    nowMs: 0,
  });
  return bytes.buffer;
}

function tableRecord(writer: CountWriter, at: number): OutputRecord {
  const locale = `locale-${String(at).padStart(7, "0")}`;
  const entry = { key: locale, locale, window: null, count: 1, lastLoginMs: 1_741_724_761_000 };
  return writer.records(entry, entry.lastLoginMs)[1];
}
