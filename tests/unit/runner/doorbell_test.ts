import { assertEquals } from "@std/assert";
import { Doorbell } from "../../../src/runner/doorbell.ts";
import { turns } from "../../support/manual_time.ts";

/** A doorbell, and how often it has let somebody pass. */
function scene() {
  const bell = new Doorbell();
  const seen = { passed: 0 };
  const wait = () => void bell.wait().then(() => seen.passed++);
  return { bell, seen, wait };
}

Deno.test("a doorbell wakes who waits for it", async () => {
  const { bell, seen, wait } = scene();
  wait();
  await turns();
  assertEquals(seen.passed, 0);
  bell.ring();
  await turns();
  assertEquals(seen.passed, 1);
});

Deno.test("a doorbell that rang before lets the next one pass, and only that one", async () => {
  const { bell, seen, wait } = scene();
  bell.ring();
  bell.ring();
  wait();
  await turns();
  assertEquals(seen.passed, 1);
  wait();
  await turns();
  assertEquals(seen.passed, 1);
  bell.ring();
  await turns();
  assertEquals(seen.passed, 2);
});
