import { assertEquals, assertRejects } from "@std/assert";
import { TransientError } from "../../../src/errors.ts";
import { within } from "../../../src/kafka/deadline.ts";

Deno.test("within() passes an answer on and leaves no timer", { sanitizeOps: true }, async () => {
  assertEquals(await within(60_000, "answering", Promise.resolve(7)), 7);
});

Deno.test("within() passes an error on unchanged", async () => {
  const error = new Error("no");
  const thrown = await assertRejects(() => within(60_000, "answering", Promise.reject(error)));
  assertEquals(thrown, error);
});

Deno.test("within() rejects with TransientError on a timeout and says what took how long", async () => {
  const never = new Promise<never>(() => {});
  await assertRejects(
    () => within(1, "leaving the group", never),
    TransientError,
    "leaving the group took longer than 1 ms",
  );
});

Deno.test("within() ignores a rejection after the timeout", async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  await assertRejects(() => within(1, "answering", promise), TransientError);
  reject(new Error("too late"));
  await new Promise((resolve) => setTimeout(resolve, 0));
});
