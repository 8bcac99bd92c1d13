import { assertEquals, assertStringIncludes } from "@std/assert";
import { brokersDefault, topicVerdict } from "../../../src/commands/topic_verdict.ts";

const plan = { topic: "user-login", partitionCount: 4, isCompacted: false };
const found = {
  topic: "user-login",
  partitionCount: 4,
  replicationFactor: 3,
  cleanupPolicy: "delete",
  maxMessageBytes: 1_048_588,
  minInSyncReplicas: 2,
  hasBrokerTime: false,
};

Deno.test("topicVerdict() describes a topic that is as requested", () => {
  assertEquals(
    topicVerdict(plan, 3, found, "exists"),
    "exists: 4 partitions, 3 replicas, delete, min.insync.replicas 2",
  );
});

Deno.test("topicVerdict() shows a difference together with the request", () => {
  const other = { ...found, partitionCount: 1, replicationFactor: 1, cleanupPolicy: "compact" };
  assertEquals(
    topicVerdict(plan, 1, other, "exists"),
    "exists but differs: 1 partition, 1 replica, compact (requested: 4 partitions, 1 replica, delete)",
  );
});

Deno.test("topicVerdict() accepts any number of replicas under the brokers' default", () => {
  assertEquals(
    topicVerdict(plan, brokersDefault, found, "created"),
    "created: 4 partitions, 3 replicas, delete, min.insync.replicas 2",
  );
});

Deno.test("topicVerdict() names the fix for three replicas with min.insync.replicas=1", () => {
  const unsafe = { ...found, minInSyncReplicas: 1 };
  const verdict = topicVerdict(plan, brokersDefault, unsafe, "exists");
  assertStringIncludes(
    verdict,
    "min.insync.replicas 1: acknowledged records are lost if a broker fails",
  );
  assertStringIncludes(verdict, "--add-config min.insync.replicas=2");
});

Deno.test("topicVerdict() says of a missing topic only what would be created", () => {
  assertEquals(
    topicVerdict(plan, 3, undefined, "dry run"),
    "would be created: 4 partitions, 3 replicas, delete, min.insync.replicas 2",
  );
  assertEquals(
    topicVerdict({ ...plan, isCompacted: true }, brokersDefault, undefined, "dry run"),
    "would be created: 4 partitions, the brokers' default replication, compact; " +
      "min.insync.replicas 2 with 3 or more replicas",
  );
});
