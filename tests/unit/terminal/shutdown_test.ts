import { assertEquals } from "@std/assert";
import { aborted } from "../../../src/terminal/shutdown.ts";

Deno.test("the end is waited for", async () => {
  const ending = new AbortController();
  let isOver = false;
  const over = aborted(ending.signal).then(() => isOver = true);
  await Promise.resolve();
  assertEquals(isOver, false);
  ending.abort();
  await over;
});

Deno.test("an end that came before is not waited for", async () => {
  await aborted(AbortSignal.abort());
});
