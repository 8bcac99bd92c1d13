import { assertEquals } from "@std/assert";
import { aborted } from "../../../src/terminal/shutdown.ts";

Deno.test("aborted() waits for the signal", async () => {
  const ending = new AbortController();
  let isOver = false;
  const over = aborted(ending.signal).then(() => isOver = true);
  await Promise.resolve();
  assertEquals(isOver, false);
  ending.abort();
  await over;
});

Deno.test("aborted() resolves at once for an aborted signal", async () => {
  await aborted(AbortSignal.abort());
});
