import { assertEquals, assertStrictEquals, assertStringIncludes } from "@std/assert";
import {
  FatalError,
  RegistryUnavailableError,
  TaskLostError,
  TransientError,
} from "../../../src/errors.ts";
import { denied, refusalOf } from "../../../src/kafka/access/denied.ts";
import { asFatal, isOutage, recoveryOf } from "../../../src/runner/recovery.ts";

/** An error as kafkajs makes it from a broker's answer, with its usual wrapping. */
function brokerError(type: string): Error {
  const said = Object.assign(new Error("the broker said so"), { type });
  return Object.assign(new Error("wrapped"), { originalError: said });
}

Deno.test("an unreachable registry means wait, however deeply the error is wrapped", () => {
  const error = new RegistryUnavailableError("no answer");
  assertEquals(recoveryOf(error), "wait");
  assertEquals(recoveryOf(new Error("outer", { cause: error })), "wait");
});

Deno.test("an error that only an operator can fix means stop", () => {
  assertEquals(recoveryOf(new FatalError("broken", "mend it")), "stop");
  for (const type of ["TOPIC_AUTHORIZATION_FAILED", "MESSAGE_TOO_LARGE", "INVALID_TIMESTAMP"]) {
    assertEquals(recoveryOf(brokerError(type)), "stop", type);
  }
});

Deno.test("a missing ACL means stop, however often kafkajs has wrapped it", () => {
  const denial = denied(refusalOf(53)!, "Write", ["id-0"]);
  const wrapped = Object.assign(new Error(denial.message), { cause: denial });
  assertEquals(recoveryOf(wrapped), "stop");
  assertStrictEquals(asFatal(wrapped, "a stage"), denial);
});

Deno.test("a member of another group protocol is reported, with how to find it", () => {
  const { message, action } = asFatal(brokerError("INCONSISTENT_GROUP_PROTOCOL"), "group app");
  assertStringIncludes(message, "Cannot continue with group app: ");
  assertStringIncludes(action, "--describe --members");
});

Deno.test("a fenced producer means rejoin, and never fences the new owner", () => {
  for (const type of ["INVALID_PRODUCER_EPOCH", "INVALID_PRODUCER_ID_MAPPING"]) {
    assertEquals(recoveryOf(brokerError(type)), "rejoin", type);
  }
});

Deno.test("a rebalance means rejoin", () => {
  assertEquals(recoveryOf(new TaskLostError("the group moved on")), "rejoin");
  for (const type of ["REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID"]) {
    assertEquals(recoveryOf(brokerError(type)), "rejoin", type);
  }
});

Deno.test("a bug means stop, because the same bytes would cause it again", () => {
  for (const Bug of [TypeError, RangeError, ReferenceError, SyntaxError]) {
    assertEquals(recoveryOf(new Bug("a bug")), "stop", Bug.name);
    assertEquals(recoveryOf(new Error("outer", { cause: new Bug("a bug") })), "stop", Bug.name);
  }
});

Deno.test("an unknown error means reacquire", () => {
  const errors = [
    new TransientError("late"),
    new Error("socket closed"),
    brokerError("NOT_LEADER_FOR_PARTITION"),
    brokerError("KAFKAJS_UNKNOWN_ERROR_CODE"),
    "a text",
    null,
  ];
  for (const error of errors) assertEquals(recoveryOf(error), "reacquire");
});

Deno.test("only a consumer that found no coordinator rejoins", () => {
  const named = (name: string) => Object.assign(new Error("said kafkajs"), { name });
  assertEquals(isOutage(named("KafkaJSGroupCoordinatorNotFound")), true);
  assertEquals(isOutage(new Error("outer", { cause: named("KafkaJSConnectionError") })), true);
  assertEquals(isOutage(named("KafkaJSNonRetriableError")), false);
  assertEquals(isOutage(new FatalError("broken", "mend it")), false);
});
