import { assertEquals } from "@std/assert";
import { RepeatLimit } from "../../../src/observe/repeat_limit.ts";

function scene() {
  const clock = { ms: 0 };
  const limit = new RepeatLimit({ perWindow: 2, windowMs: 100, now: () => clock.ms });
  return { clock, limit };
}

Deno.test("the next logged line has the number of suppressed ones", () => {
  const { clock, limit } = scene();
  assertEquals(["a", "a", "a", "a"].map((key) => limit.say(key)), [0, 0, null, null]);
  clock.ms = 100;
  assertEquals([limit.say("a"), limit.say("a")], [2, 0]);
});

Deno.test("a repeated line does not suppress other lines", () => {
  const { limit } = scene();
  assertEquals(["a", "a", "a", "b"].map((key) => limit.say(key)), [0, 0, null, 0]);
});

Deno.test("suppressed lines are reported once after their window, and all of them at the end", () => {
  const { clock, limit } = scene();
  for (const key of ["a", "a", "a"]) limit.say(key);
  assertEquals([...limit.takeSuppressed(false)], []);
  clock.ms = 100;
  assertEquals([...limit.takeSuppressed(false)], [{ key: "a", count: 1 }]);
  assertEquals([...limit.takeSuppressed(true)], []);
});
