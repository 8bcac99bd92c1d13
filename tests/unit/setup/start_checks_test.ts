import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import type { TopicDescription } from "../../../src/kafka/topics.ts";
import { writeMemo } from "../../../src/pipeline/count_memo.ts";
import {
  checkCounted,
  checkNotMoved,
  checkOwnCounts,
  checkPartitionsKept,
  checkRemembered,
  checkTopics,
  reachingKafka,
  reachingRegistry,
} from "../../../src/setup/start_checks.ts";

const names = {
  input: "in",
  output: "out",
  deadLetters: "dead",
  deltas: "deltas",
  counts: "counts",
};

function described(changes: Partial<Record<string, Partial<TopicDescription> | null>> = {}) {
  const topics = new Map<string, TopicDescription>();
  for (const topic of Object.values(names)) {
    if (changes[topic] === null) continue;
    const cleanupPolicy = topic === "counts" ? "compact" : "delete";
    const usual = {
      partitionCount: 4,
      replicationFactor: 1,
      maxMessageBytes: 1_048_588,
      minInSyncReplicas: 1,
      hasBrokerTime: false,
    };
    topics.set(topic, { topic, cleanupPolicy, ...usual, ...changes[topic] });
  }
  return topics;
}

Deno.test("checkTopics() accepts the topics that create-topics makes, each in its role", () => {
  const topics = checkTopics(names, described());
  assertEquals([topics.input.topic, topics.counts.cleanupPolicy], ["in", "compact"]);
});

Deno.test("checkTopics() names all missing topics and the command that creates them", () => {
  const error = assertThrows(
    () => checkTopics(names, described({ in: null, dead: null })),
    FatalError,
    "these topics do not exist: in, dead",
  );
  assertStringIncludes(error.action, "deno task create-topics");
});

Deno.test("checkTopics() rejects different numbers of partitions for deltas and counts", () => {
  const topics = described({ counts: { partitionCount: 3 } });
  assertThrows(
    () => checkTopics(names, topics),
    FatalError,
    "deltas has 4 partitions and counts 3",
  );
});

Deno.test("checkTopics() rejects a table that would lose counts, and says what to set", () => {
  for (const cleanupPolicy of ["delete", "compact,delete", ""]) {
    const topics = described({ counts: { cleanupPolicy } });
    const error = assertThrows(() => checkTopics(names, topics), FatalError, "cleanup.policy");
    assertStringIncludes(error.action, "--add-config cleanup.policy=compact");
  }
});

Deno.test("checkTopics() accepts any cleanup policy for the other topics", () => {
  checkTopics(names, described({ in: { partitionCount: 1, cleanupPolicy: "compact" } }));
});

Deno.test("checkPartitionsKept() rejects counts made under another number of partitions", () => {
  const memo = (partitions: number) =>
    writeMemo({
      ...{ keys: 1, logins: 1, streamTimeMs: 0, partitions },
      ...{ sequence: 1, hash: "0".repeat(16) },
    });
  const topics = checkTopics(names, described());
  checkPartitionsKept(topics, ["", memo(4)]);
  assertThrows(
    () => checkPartitionsKept(topics, ["", memo(3)]),
    FatalError,
    "kept in 3 partitions, and there are 4 now",
  );
});

Deno.test("reachingKafka() names the addresses and the setting", () => {
  const { what, action } = reachingKafka({ brokers: ["a:1", "b:2"] });
  assertEquals(what, "Kafka at a:1,b:2");
  assertStringIncludes(action, "KAFKA_BROKERS");
});

Deno.test("reachingRegistry() names the address, without credentials", () => {
  const { what, action } = reachingRegistry({
    registryUrl: "https://me:s3cret@registry.example/v7",
  });
  assertEquals(what, "the schema registry at https://registry.example/v7");
  assertStringIncludes(action, "SCHEMA_REGISTRY_URL");
  assert(!action.includes("s3cret"));
});

Deno.test("checkRemembered() rejects only counts without committed offsets", () => {
  const topics = checkTopics(names, described());
  checkRemembered(topics, { hasPosition: false, hasCounts: false });
  checkRemembered(topics, { hasPosition: true, hasCounts: true });
  const error = assertThrows(
    () => checkRemembered(topics, { hasPosition: false, hasCounts: true }),
    FatalError,
    "the committed offsets of in are gone",
  );
  assertStringIncludes(error.action, "--reset-offsets");
});

const usual = { group: "app-enrich", isNew: false, isAccepted: false };

Deno.test("checkNotMoved() rejects offsets of another program unless they are accepted", () => {
  const topics = checkTopics(names, described());
  const moved = [{ partition: 0, offset: 7 }, { partition: 2, offset: 0 }];
  checkNotMoved(topics, { ...usual, moved: [] });
  checkNotMoved(topics, { ...usual, moved, isAccepted: true });
  const error = assertThrows(
    () => checkNotMoved(topics, { ...usual, moved }),
    FatalError,
    "the offset of group app-enrich in partition 0 (offset 7), 2 (offset 0) was set from outside",
  );
  assertStringIncludes(error.action, "ACCEPT_MOVED_OFFSETS=true");
  const first = assertThrows(
    () => checkNotMoved(topics, { ...usual, moved, isNew: true }),
    FatalError,
  );
  assertStringIncludes(first.action, "--delete-offsets --group app-enrich --topic in");
  assertStringIncludes(first.action, "another APP_ID");
});

Deno.test("checkOwnCounts() rejects offsets that another program has left", () => {
  const topics = checkTopics(names, described());
  checkOwnCounts(topics, "app-count", []);
  const moved = [{ partition: 1, offset: 0 }];
  const error = assertThrows(() => checkOwnCounts(topics, "app-count", moved), FatalError);
  assertStringIncludes(error.message, "partition 1 (offset 0)");
  assertStringIncludes(error.action, "--delete-offsets --group app-count --topic deltas");
});

Deno.test("checkCounted() rejects logins that were processed without counting", () => {
  const topics = checkTopics(names, described());
  checkCounted(topics, ["", "5"]);
  const error = assertThrows(
    () => checkCounted(topics, ["uncounted 5", "5", "uncounted 0"]),
    FatalError,
    "Cannot count: logins in partition 0, 2 of in were processed with COUNTS=false",
  );
  assertStringIncludes(error.action, "deno task recount");
});
