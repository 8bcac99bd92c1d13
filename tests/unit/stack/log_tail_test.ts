import { assertEquals } from "@std/assert";
import { logTail } from "../../../src/stack/log_tail.ts";

Deno.test("the tail is the last lines that say something, indented", () => {
  assertEquals(logTail("one\ntwo\n\nthree\n\n", 2), "  two\n  three");
});

Deno.test("a log shorter than the tail is shown whole", () => {
  assertEquals(logTail("one", 5), "  one");
});

Deno.test("an empty log is said to be empty", () => {
  assertEquals(logTail("\n \n", 5), "  (its log is empty)");
});
