import { crc32c } from "../../src/kafka/compression/crc32c.ts";
import { produceRequest } from "../../src/kafka/writing/produce_request.ts";
import { batchRecords, coreStages, loginBatch } from "./core_batch.ts";

// The cost that the shell adds to the core for each record, without a broker.
const stages = coreStages();
const outputs = stages.enrich.process(stages.enrich.begin(""), loginBatch(), new Map()).outputs;
const messages = outputs.map(({ key, value, timestamp }) => ({
  ...{ key, value, headers: {} },
  timestamp: String(timestamp),
}));
const topicData = [{ topic: "output", partitions: [{ partition: 0, messages }] }];
const bytes = new Uint8Array(256 * 1024);

Deno.bench(`produce request: the outputs of ${batchRecords} logins`, async () => {
  await produceRequest({ acks: -1, timeout: 1_000, topicData }).encode();
});

Deno.bench("checksum: 256 kB", () => {
  crc32c(bytes as Buffer, 0, bytes.length);
});
