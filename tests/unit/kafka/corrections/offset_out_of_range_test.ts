import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FatalError } from "../../../../src/errors.ts";
import { correctOffsetOutOfRange } from "../../../../src/kafka/corrections/offset_out_of_range.ts";

class Group {
  readonly groupId = "login-pipeline";
  readonly preferredReadReplicasPerTopicPartition: Record<string, Record<number, unknown>> = {};
  readonly offsetManager = { nextOffset: () => 41 };

  recoverFromOffsetOutOfRange(_error: { topic: string; partition: number }): Promise<void> {
    throw new Error("the original was called");
  }
}
correctOffsetOutOfRange(Group);

Deno.test("an offset that is not in the log stops the consumer and resets nothing", async () => {
  const group = new Group();
  const error = await assertRejects(
    () => group.recoverFromOffsetOutOfRange({ topic: "logins", partition: 2 }),
    FatalError,
    "Offset 41 of logins[2] is not in the log; nothing was reset",
  );
  assertEquals([error.retriable, error.cause], [false, undefined]);
  assertStringIncludes(error.action, "--group login-pipeline --topic logins:2 --reset-offsets");
});

Deno.test("a follower that is behind is left for the leader", async () => {
  const group = new Group();
  group.preferredReadReplicasPerTopicPartition["logins"] = { 2: { nodeId: 5 } };
  await group.recoverFromOffsetOutOfRange({ topic: "logins", partition: 2 });
  assertEquals(group.preferredReadReplicasPerTopicPartition, { logins: {} });
});
