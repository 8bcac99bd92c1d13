import { assertEquals, assertRejects } from "@std/assert";
import { TransientError } from "../../../src/errors.ts";
import { within } from "../../../src/kafka/deadline.ts";

Deno.test("an answer in time is passed on, and no timer stays", { sanitizeOps: true }, async () => {
  assertEquals(await within(60_000, "answering", Promise.resolve(7)), 7);
});

Deno.test("an error in time is passed on as it is", async () => {
  const error = new Error("no");
  const thrown = await assertRejects(() => within(60_000, "answering", Promise.reject(error)));
  assertEquals(thrown, error);
});

Deno.test("no answer in time is worth another try, and says what took how long", async () => {
  const never = new Promise<never>(() => {});
  await assertRejects(
    () => within(1, "leaving the group", never),
    TransientError,
    "leaving the group took longer than 1 ms",
  );
});

Deno.test("an answer that fails after its deadline disturbs nobody", async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  await assertRejects(() => within(1, "answering", promise), TransientError);
  reject(new Error("too late"));
  await new Promise((resolve) => setTimeout(resolve, 0));
});
