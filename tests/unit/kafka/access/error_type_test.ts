import { assertEquals } from "@std/assert";
import { causesOf, errorType, isUnanswered } from "../../../../src/kafka/access/error_type.ts";

Deno.test("causesOf() lists causes outermost first, under both names of kafkajs", () => {
  const inner = new Error("inner");
  const middle = Object.assign(new Error("middle"), { originalError: inner });
  const outer = new Error("outer", { cause: middle });
  assertEquals(causesOf(outer), [outer, middle, inner]);
});

Deno.test("causesOf() ends on a cycle of causes", () => {
  const one = new Error("one");
  const two = new Error("two", { cause: one });
  one.cause = two;
  assertEquals(causesOf(one), [one, two]);
});

Deno.test("causesOf() returns nothing for a value that is not an object", () => {
  for (const thrown of ["a text", 7, null, undefined]) assertEquals(causesOf(thrown), []);
});

Deno.test("errorType() returns the outermost type", () => {
  const inner = Object.assign(new Error("inner"), { type: "INNER" });
  assertEquals(errorType(new Error("outer", { cause: inner })), "INNER");
  assertEquals(
    errorType(Object.assign(new Error("outer", { cause: inner }), { type: "OUTER" })),
    "OUTER",
  );
});

Deno.test("errorType() returns null for an error without a type", () => {
  assertEquals(errorType(new Error("plain")), null);
  assertEquals(errorType(Object.assign(new Error("a number"), { type: 7 })), null);
});

Deno.test("isUnanswered() knows the errors after which a request may still arrive", () => {
  const named = (name: string) => Object.assign(new Error(name), { name });
  const lost = ["KafkaJSConnectionError", "KafkaJSConnectionClosedError"];
  for (const name of [...lost, "KafkaJSRequestTimeoutError"]) {
    assertEquals(isUnanswered(named(name)), true, name);
    assertEquals(isUnanswered(new Error("outer", { cause: named(name) })), true, name);
  }
  for (const name of ["KafkaJSProtocolError", "TransientError", "FatalError"]) {
    assertEquals(isUnanswered(named(name)), false, name);
  }
});
