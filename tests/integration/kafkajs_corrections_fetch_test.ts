import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { FatalError } from "../../src/errors.ts";
import { internal } from "../../src/kafka/kafkajs.ts";
import type { FetchedRecord } from "../../src/kafka/reading/fetched_record.ts";
import * as fetched from "../../src/kafka/reading/fetched_records.ts";
import { filterAbortedBatches } from "../../src/kafka/reading/filter_aborted_messages.ts";
import type { ResponseDecoder } from "../../src/kafka/reading/record_batch_decoder.ts";
import { withKafkajs } from "../support/with_kafkajs.ts";
import { fetchedBytes, recordBatchBytes } from "../unit/kafka/reading/record_batch_bytes.ts";
import {
  type Step,
  type TransactionLog,
  transactionLog,
} from "../unit/kafka/reading/transaction_log.ts";

/** A record as kafkajs decodes it. */
interface KafkajsRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, Buffer | Buffer[]>;
  readonly isControlRecord: boolean;
}

type Decoder = new (buffer: Buffer) => ResponseDecoder;

/** The cursor of kafkajs, which both decoders accept. */
function cursor(bytes: Buffer): ResponseDecoder {
  const KafkajsDecoder = internal<Decoder>("kafkajs/src/protocol/decoder.js");
  return new KafkajsDecoder(bytes);
}

function originalRecords(...batches: Buffer[]): Promise<KafkajsRecord[]> {
  type Decode = (decoder: ResponseDecoder) => Promise<KafkajsRecord[]>;
  return internal<Decode>(fetched.standsFor)(cursor(fetchedBytes(...batches).buffer));
}

function ourFetch(...batches: Buffer[]): Promise<fetched.FetchedRecords> {
  return fetched.decodeFetchedRecords(cursor(fetchedBytes(...batches).buffer));
}

async function ourRecords(...batches: Buffer[]): Promise<FetchedRecord[]> {
  return (await ourFetch(...batches)).batches.flatMap(({ records }) => records);
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const headerName = fc.string().map((name) => `h ${name}`);
const message = fc.record({
  key: fc.option(bytes, { nil: null }),
  value: fc.option(bytes, { nil: null }),
  timestamp: fc.integer({ min: 0, max: 253402300799999 }),
  headers: fc.dictionary(headerName, fc.array(bytes, { minLength: 1, maxLength: 3 })),
});
const shape = fc.record({
  firstOffset: fc.maxSafeNat().map((offset) => offset % 2 ** 50),
  messages: fc.array(message, { maxLength: 10 }),
  compression: fc.constantFrom(0, 1),
  isControlBatch: fc.boolean(),
  producerId: fc.nat(),
});

withKafkajs("the replacement reads the same records as kafkajs", async () => {
  await fc.assert(fc.asyncProperty(fc.array(shape, { maxLength: 4 }), async (shapes) => {
    const batches = shapes.map(recordBatchBytes);
    const records = await ourRecords(...batches);
    const asKafkajsHasThem = records.map((record) => ({
      offset: String(record.offset),
      timestamp: String(record.timestamp),
      key: record.key,
      value: record.value,
      isControlRecord: record.isControlRecord,
    }));
    const originals = await originalRecords(...batches);
    assertEquals(
      asKafkajsHasThem,
      originals.map(({ offset, timestamp, key, value, isControlRecord }) => ({
        ...{ offset, timestamp, key, value, isControlRecord },
      })),
    );
    assertEquals(
      records.map(({ headers }) => Map.groupBy(headers, ([name]) => name)).map((headers) =>
        [...headers].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]).sort()
      ),
      originals.map(({ headers }) =>
        Object.entries(headers).map(([name, value]) => [name, [value].flat()]).sort()
      ),
    );
  }));
});

withKafkajs("kafkajs confuses headers named like methods; the replacement reads them", async () => {
  const batch = recordBatchBytes({ messages: [{ value: null, headers: { toString: "x" } }] });
  const [record] = await originalRecords(batch);
  assertNotEquals(record!.headers["toString"], Buffer.from("x"));
  const [read] = await ourRecords(batch);
  assertEquals(read!.headers, [["toString", Buffer.from("x")]]);
});

withKafkajs("kafkajs reads a corrupt byte as data; the replacement throws", async () => {
  const batch = recordBatchBytes({ messages: [{ value: "user-1" }] });
  batch[batch.length - 2]! ^= 1;
  const [record] = await originalRecords(batch);
  assertEquals(String(record!.value), "user-0");
  await assertRejects(() => ourRecords(batch), FatalError, "its checksum is 0x");
});

withKafkajs(
  "kafkajs overflows the stack on large batches; the replacement reads them",
  async () => {
    const messages = Array.from({ length: 150_000 }, () => ({ value: "" }));
    const batch = recordBatchBytes({ messages });
    await assertRejects(() => originalRecords(batch), RangeError);
    assertEquals((await ourRecords(batch)).length, 150_000);
  },
);

function dataOffsets(records: readonly FetchedRecord[]): number[] {
  return records.filter((record) => !record.isControlRecord).map(({ offset }) => offset);
}

function ourOffsets({ batches, aborted }: TransactionLog): number[] {
  return dataOffsets(filterAbortedBatches(batches, aborted).flatMap(({ records }) => records));
}

function originalOffsets(
  { records: messages, aborted: abortedTransactions }: TransactionLog,
): number[] {
  type Filter = (log: { messages: unknown; abortedTransactions: unknown }) => FetchedRecord[];
  const filter = internal<Filter>("kafkajs/src/consumer/filterAbortedMessages.js");
  return dataOffsets(filter({ messages, abortedTransactions }));
}

const write = (producer: number, key: Buffer | null = null) =>
  ({ producer, action: "write", key }) as const;
const abort = (producer: number) => ({ producer, action: "abort" }) as const;

withKafkajs(
  "kafkajs delivers records of aborted transactions; the replacement delivers none",
  () => {
    const leaks: Record<string, Step[]> = {
      "the list is in the order of the ends": [write(1), write(2), write(1), abort(2), abort(1)],
      "the key looks like an abort marker": [write(1, Buffer.alloc(4)), write(1), abort(1)],
    };
    for (const [why, steps] of Object.entries(leaks)) {
      const log = transactionLog(steps);
      assert(originalOffsets(log).length > 0, why);
      assertEquals(ourOffsets(log), [], why);
    }
  },
);

withKafkajs("the replacement filters one producer's transactions as kafkajs does", () => {
  const step: fc.Arbitrary<Step> = fc.record({
    producer: fc.constant(1),
    action: fc.constantFrom("write", "commit", "abort", "write plainly"),
  });
  fc.assert(fc.property(fc.array(step), (steps) => {
    const log = transactionLog(steps);
    assertEquals(ourOffsets(log), originalOffsets(log));
  }));
});
