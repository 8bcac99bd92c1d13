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

Deno.test("a topic that is as asked for is told with what it is", () => {
  assertEquals(
    topicVerdict(plan, 3, found, "was there"),
    "was there: 4 partitions, 3 copies, delete, min.insync.replicas 2",
  );
});

Deno.test("what differs of a topic is told with what was asked for", () => {
  const other = { ...found, partitionCount: 1, replicationFactor: 1, cleanupPolicy: "compact" };
  assertEquals(
    topicVerdict(plan, 1, other, "was there"),
    "was there and differs: 1 partition, 1 copy, compact (asked for 4 partitions, 1 copy, delete)",
  );
});

Deno.test("the brokers' default of copies is no difference, whatever it comes to", () => {
  assertEquals(
    topicVerdict(plan, brokersDefault, found, "created"),
    "created: 4 partitions, 3 copies, delete, min.insync.replicas 2",
  );
});

Deno.test("three copies of which one is enough are told, with the setting that mends it", () => {
  const unsafe = { ...found, minInSyncReplicas: 1 };
  const verdict = topicVerdict(plan, brokersDefault, unsafe, "was there");
  assertStringIncludes(verdict, "min.insync.replicas 1: a broker that fails can take acknowledged");
  assertStringIncludes(verdict, "--add-config min.insync.replicas=2");
});

Deno.test("a topic that is not there would be created, and nothing is said to be", () => {
  assertEquals(
    topicVerdict(plan, 3, undefined, "dry run"),
    "would be created: 4 partitions, 3 copies, delete, min.insync.replicas 2",
  );
  assertEquals(
    topicVerdict({ ...plan, isCompacted: true }, brokersDefault, undefined, "dry run"),
    "would be created: 4 partitions, the brokers' default of copies, compact; " +
      "min.insync.replicas 2 where those are 3 or more",
  );
});
