import { assertEquals, assertStrictEquals, assertStringIncludes } from "@std/assert";
import {
  FatalError,
  RegistryUnavailableError,
  TaskLostError,
  TransientError,
} from "../../../src/errors.ts";
import { brokerError as writerError } from "../../../src/kafka/access/broker_error.ts";
import { denied, refusalOf } from "../../../src/kafka/access/denied.ts";
import { RefusedTimesError } from "../../../src/kafka/refused_times.ts";
import { asFatal, recoveryOf } from "../../../src/runner/recovery.ts";

/** An error as kafkajs makes it from a broker's answer, with its usual wrapping. */
function brokerError(type: string): Error {
  const said = Object.assign(new Error("the broker said so"), { type });
  return Object.assign(new Error("wrapped"), { originalError: said });
}

Deno.test("an unreachable registry means reacquire, however deeply the error is wrapped", () => {
  const error = new RegistryUnavailableError("no answer");
  assertEquals(recoveryOf(error), "reacquire");
  assertEquals(recoveryOf(new Error("outer", { cause: error })), "reacquire");
});

Deno.test("refused timestamps mean reacquire, although Kafka's error alone would mean stop", () => {
  const refused = new RefusedTimesError([{ topic: "facts", range: { low: 0, high: 1 } }], null);
  assertEquals(recoveryOf(Object.assign(refused, { type: "INVALID_TIMESTAMP" })), "reacquire");
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

Deno.test("a transaction that somebody else has ended means rejoin, because only the group knows why", () => {
  const types = ["INVALID_PRODUCER_EPOCH", "INVALID_PRODUCER_ID_MAPPING", "PRODUCER_FENCED"];
  for (const type of [...types, "INVALID_TXN_STATE"]) {
    assertEquals(recoveryOf(brokerError(type)), "rejoin", type);
  }
  for (const code of [47, 48, 49, 90]) {
    assertEquals(recoveryOf(writerError("commit", code, {})), "rejoin", String(code));
  }
});

Deno.test("a rebalance means rejoin", () => {
  assertEquals(recoveryOf(new TaskLostError("the group moved on")), "rejoin");
  const types = ["REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID"];
  for (const type of [...types, "NOT_COORDINATOR_FOR_GROUP"]) {
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
    brokerError("TRANSACTION_ABORTABLE"),
    "a text",
    null,
  ];
  for (const error of errors) assertEquals(recoveryOf(error), "reacquire");
});
