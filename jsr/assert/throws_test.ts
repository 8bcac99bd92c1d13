import { assertEquals, AssertionError, assertRejects, assertThrows } from "./mod.ts";

function throwing(error: unknown): () => never {
  return () => {
    throw error;
  };
}

Deno.test("assertThrows() returns what was thrown", () => {
  const error = new TypeError("text");
  assertEquals(assertThrows(throwing(error)), error);
  assertEquals(assertThrows(throwing(error), Error, "te"), error);
  assertEquals(assertThrows(throwing(null)), null);
});

Deno.test("assertThrows() refuses a function that returns", () => {
  assertThrows(() => assertThrows(() => {}), AssertionError, "Expected function to throw.");
  assertThrows(
    () => assertThrows(() => {}, "why"),
    AssertionError,
    "Expected function to throw: why",
  );
  assertThrows(
    () => assertThrows(() => {}, Error, "text", "why"),
    AssertionError,
    "Expected function to throw: why",
  );
});

Deno.test("assertThrows() refuses another class, another message, and no Error at all", () => {
  assertThrows(
    () => assertThrows(throwing(new Error()), TypeError),
    AssertionError,
    'Expected error to be instance of "TypeError", but was "Error".',
  );
  assertThrows(
    () => assertThrows(throwing(new Error("a")), Error, "b"),
    AssertionError,
    'Expected error message to include "b", but got "a".',
  );
  assertThrows(
    () => assertThrows(throwing("text"), Error),
    AssertionError,
    "A non-Error object was thrown.",
  );
});

Deno.test("assertRejects() resolves to what the promise rejected with", async () => {
  const error = new TypeError("text");
  assertEquals(await assertRejects(() => Promise.reject(error)), error);
  assertEquals(await assertRejects(() => Promise.reject(error), TypeError, "text"), error);
  assertEquals(await assertRejects(() => Promise.reject(undefined)), undefined);
});

Deno.test("assertRejects() refuses a promise that resolves", async () => {
  await assertRejects(
    () => assertRejects(() => Promise.resolve(), "why"),
    AssertionError,
    "Expected function to reject: why",
  );
});

Deno.test("assertRejects() refuses a synchronous throw and a plain value", async () => {
  const text = "Function throws when expected to reject.";
  await assertRejects(() => assertRejects(throwing(new Error())), AssertionError, text);
  const plain = (() => 1) as unknown as () => Promise<void>;
  await assertRejects(() => assertRejects(plain), AssertionError, text);
});

Deno.test("assertRejects() refuses another class and no Error at all", async () => {
  await assertRejects(
    () => assertRejects(() => Promise.reject(new Error()), TypeError),
    AssertionError,
    'Expected error to be instance of "TypeError", but was "Error".',
  );
  await assertRejects(
    () => assertRejects(() => Promise.reject("text"), Error),
    AssertionError,
    "A non-Error object was rejected.",
  );
});
