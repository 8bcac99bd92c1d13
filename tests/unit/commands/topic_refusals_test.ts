import { assertEquals, assertStringIncludes } from "@std/assert";
import { refusedTopics } from "../../../src/commands/topic_refusals.ts";

/** An error in the form of kafkajs, with the broker's message. */
function refusal(topic: string, type: string, message: string): Error {
  return Object.assign(new Error(message), { topic, type });
}

function refusals(...errors: readonly Error[]): Error {
  return Object.assign(new Error("Topic creation errors"), { errors });
}

Deno.test("each rejected topic has a line with the broker's code and reason", () => {
  const policy = "Topic replication factor must be 3";
  const { message, action } = refusedTopics(refusals(
    refusal("user-login", "POLICY_VIOLATION", policy),
    refusal("user-login-dlq", "TOPIC_AUTHORIZATION_FAILED", "Authorization failed."),
  ));
  assertEquals(message.split("\n"), [
    "Cannot create 2 topics:",
    `  user-login: POLICY_VIOLATION: ${policy}`,
    "  user-login-dlq: TOPIC_AUTHORIZATION_FAILED: Authorization failed.",
  ]);
  assertStringIncludes(action, "set --replication and --partitions to comply with it");
  assertStringIncludes(action, "kafka-acls --add --operation Create");
});

Deno.test("a fix that several topics share is printed once", () => {
  const type = "INVALID_REPLICATION_FACTOR";
  const { action } = refusedTopics(refusals(refusal("a", type, "no"), refusal("b", type, "no")));
  assertEquals(action.split("omit --replication").length, 2);
});

Deno.test("a topic that another process has created meanwhile is not an error", () => {
  const { message } = refusedTopics(refusals(
    refusal("there", "TOPIC_ALREADY_EXISTS", "exists"),
    refusal("other", "INVALID_PARTITIONS", "0 is below 1"),
  ));
  assertEquals(message, "Cannot create a topic:\n  other: INVALID_PARTITIONS: 0 is below 1");
});

Deno.test("an error that concerns no topic is printed unchanged", () => {
  const { message } = refusedTopics(new Error("The controller is unknown"));
  assertEquals(message, "Cannot create topics: The controller is unknown");
});
