import { assertEquals, assertExists, assertStrictEquals, assertThrows } from "@std/assert";
import { createRequire } from "node:module";
import { FatalError } from "../../src/errors.ts";
import { replaceModule } from "../../src/kafka/corrections/commonjs.ts";
import { installOverrides } from "../../src/kafka/corrections/install.ts";
import { internal, loadKafkajs } from "../../src/kafka/kafkajs.ts";
import {
  decodeRecordBatch,
  standsFor as recordBatch,
} from "../../src/kafka/reading/record_batch_decoder.ts";
import { standsFor as grouping } from "../../src/kafka/writing/group_messages_per_partition.ts";
import { withKafkajs } from "../support/with_kafkajs.ts";

const require = createRequire(import.meta.url);

function forget(path: string): void {
  delete require.cache[require.resolve(path)];
}

withKafkajs("the corrections refuse any other version of kafkajs", () => {
  replaceModule("kafkajs/package.json", { version: "2.3.0" });
  const error = assertThrows(installOverrides, FatalError, "Cannot correct kafkajs 2.3.0");
  assertEquals(error.action.startsWith("pin npm:kafkajs@2.2.4"), true);
  forget("kafkajs/package.json");
});

withKafkajs(
  "the corrections refuse a kafkajs that was loaded before them, and change nothing",
  () => {
    internal(grouping);
    assertThrows(installOverrides, FatalError, `Cannot correct ${grouping}`);
    assertEquals(require.cache[require.resolve(recordBatch)], undefined);
    forget(grouping);
  },
);

withKafkajs("the corrections apply however often kafkajs is loaded", async () => {
  const first = await loadKafkajs();
  const second = await loadKafkajs();
  assertStrictEquals(first, second);
  assertStrictEquals(internal(recordBatch), decodeRecordBatch);
  const { prototype } = internal<{ prototype: object }>("kafkajs/src/consumer/consumerGroup.js");
  assertExists(Object.getOwnPropertyDescriptor(prototype, "lastRequest")?.get);
});
