import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { internal } from "../../src/kafka/kafkajs.ts";
import {
  decodeRecordBatch,
  type RecordBatch,
} from "../../src/kafka/reading/record_batch_decoder.ts";
import * as grouping from "../../src/kafka/writing/group_messages_per_partition.ts";
import * as produce from "../../src/kafka/writing/produce_request.ts";
import type { MessageToSend } from "../../src/kafka/writing/record_writer.ts";
import * as frame from "../../src/kafka/writing/request_frame.ts";
import { withKafkajs } from "../support/with_kafkajs.ts";

type Produce = (args: produce.ProduceArguments) => produce.ProduceRequest;

function requestOf(messages: readonly MessageToSend[], rest = {}): produce.ProduceArguments {
  const partitions = [{ partition: 0, firstSequence: 3, messages }];
  return { acks: -1, timeout: 30_000, topicData: [{ topic: "logins", partitions }], ...rest };
}

async function bytesOf(request: Produce, args: produce.ProduceArguments): Promise<Buffer> {
  const { buffer } = await request(args).encode();
  return buffer;
}

function original(args: produce.ProduceArguments): Promise<Buffer> {
  return bytesOf(internal<Produce>(produce.standsFor), args);
}

function ours(args: produce.ProduceArguments): Promise<Buffer> {
  return bytesOf(produce.produceRequest, args);
}

/** The record batch in the encoded request of {@linkcode requestOf}. */
function batchIn(request: Buffer): Promise<RecordBatch> {
  const beforeBatch = 2 + 2 + 4 + 4 + 2 + "logins".length + 4 + 4 + 4;
  return decodeRecordBatch({ buffer: request, offset: beforeBatch });
}

const text = fc.string({ unit: "binary", maxLength: 40 });
const bytes = fc.oneof(text, fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)));
const value = fc.option(bytes, { nil: null });
const now = 1_720_576_825_000;

/** Timestamps rise, because the original sorts them as text and uses the smallest as the base. */
const messages = fc.array(
  fc.record({
    key: value,
    value,
    elapsedMs: fc.nat(5_000_000),
    headers: fc.dictionary(text, fc.oneof(bytes, fc.array(bytes, { maxLength: 3 })), {
      maxKeys: 4,
    }),
  }),
  { minLength: 1, maxLength: 30 },
).map((list) => {
  let timestamp = now;
  return list.map(({ elapsedMs, ...message }, i) => {
    timestamp += elapsedMs;
    return { ...message, timestamp: i % 2 ? timestamp : String(timestamp) };
  });
});

withKafkajs(
  "the replacement writes the same Produce request as kafkajs, byte for byte",
  async () => {
    const rest = fc.record({
      compression: fc.constantFrom(0, 1),
      acks: fc.constantFrom(-1, 0, 1),
      transactionalId: fc.constantFrom(undefined, null, "login-pipeline-0"),
      producerId: fc.constantFrom(undefined, -1, "0", "9223372036854775807"),
      producerEpoch: fc.nat(32767),
    });
    await fc.assert(fc.asyncProperty(messages, rest, async (list, rest) => {
      const args = requestOf(list, rest);
      assertEquals((await ours(args)).toString("hex"), (await original(args)).toString("hex"));
    }));
  },
);

withKafkajs(
  "the replacement writes messages from a larger buffer as kafkajs does, byte for byte",
  async () => {
    await fc.assert(fc.asyncProperty(messages, async (list) => {
      const [mine, theirs] = [
        await ours(requestOf(list.map(placed))),
        await original(requestOf(list)),
      ];
      assertEquals(mine.toString("hex"), theirs.toString("hex"));
    }));
  },
);

/** The same message with its key and value in one larger buffer. */
function placed(message: MessageToSend): MessageToSend {
  const [key, value] = [message.key ?? null, message.value].map((each) =>
    each === null ? null : Buffer.from(each as string)
  );
  const keyStart = 3;
  const valueStart = keyStart + (key?.length ?? 0);
  const nothing = Buffer.alloc(0);
  const bytes = Buffer.concat([Buffer.alloc(keyStart), key ?? nothing, value ?? nothing]);
  const keyEnd = keyStart + (key?.length ?? -1);
  const place = {
    bytes,
    keyStart,
    keyEnd,
    valueStart,
    valueEnd: valueStart + (value?.length ?? -1),
  };
  return { ...message, key: null, value: null, place };
}

withKafkajs(
  "the replacement writes several topics and partitions as kafkajs does, byte for byte",
  async () => {
    const partition = fc.record({ partition: fc.nat(9), firstSequence: fc.nat(), messages });
    const topic = fc.record({ topic: text, partitions: fc.array(partition, { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(topic, { maxLength: 3 }), async (topicData) => {
        const args = requestOf([], { topicData });
        assertEquals((await ours(args)).toString("hex"), (await original(args)).toString("hex"));
      }),
      { numRuns: 30 },
    );
  },
);

withKafkajs("the replacement frames a request as kafkajs does, byte for byte", async () => {
  const originalFrame = internal<typeof frame.frameRequest>(frame.standsFor);
  for (const clientId of ["login-pipeline", "ö", "", null]) {
    const request = produce.produceRequest(requestOf([{ value: "x", timestamp: now }]));
    const args = { correlationId: 2 ** 31 - 1, clientId, request };
    const [mine, theirs] = await Promise.all([frame.frameRequest(args), originalFrame(args)]);
    assertEquals(mine.buffer.toString("hex"), theirs.buffer.toString("hex"));
  }
});

withKafkajs("kafkajs compares timestamps as text; the replacement compares numbers", async () => {
  const args = requestOf([{ value: null, timestamp: 1000 }, { value: null, timestamp: 999 }]);
  const { context: mine } = await batchIn(await ours(args));
  const { context: theirs } = await batchIn(await original(args));
  assertEquals([mine.firstTimestamp, mine.maxTimestamp], [1000, 1000]);
  assertEquals([theirs.firstTimestamp, theirs.maxTimestamp], [1000, 999]);
});

withKafkajs("kafkajs loses a timestamp of zero; the replacement keeps it", async () => {
  const args = requestOf([{ value: null, timestamp: 0 }]);
  assertEquals((await batchIn(await ours(args))).records[0]!.timestamp, 0);
  assertNotEquals((await batchIn(await original(args))).records[0]!.timestamp, 0);
});

withKafkajs("kafkajs fails on a header without a value; the replacement writes it", async () => {
  const args = requestOf([{ value: null, headers: { trace: null } }]);
  assertEquals((await batchIn(await ours(args))).records[0]!.headers, [["trace", null]]);
  await assertRejects(() => original(args), TypeError);
});

withKafkajs(
  "kafkajs writes a Uint8Array as text; the replacement writes its bytes",
  async () => {
    const args = requestOf([{ value: new Uint8Array([1, 2]) }]);
    assertEquals((await batchIn(await ours(args))).records[0]!.value?.toString("hex"), "0102");
    const theirs = await original(args);
    assert(theirs.includes("1,2"));
  },
);

withKafkajs("the replacement groups messages as kafkajs does", () => {
  const originalGrouping = internal<typeof grouping.groupMessagesPerPartition>(grouping.standsFor);
  const message = fc.record({ id: fc.nat(), partition: fc.option(fc.nat(5), { nil: null }) });
  fc.assert(fc.property(fc.array(message), fc.nat(3), (messages, count) => {
    const args = {
      topic: "logins",
      partitionMetadata: Array.from({ length: count }, (_, partitionId) => ({ partitionId })),
      messages,
      partitioner: ({ message }: { message: { id: number; partition: number | null } }) =>
        message.partition ?? message.id % 3,
    };
    assertEquals(grouping.groupMessagesPerPartition(args), originalGrouping(args));
  }));
});
