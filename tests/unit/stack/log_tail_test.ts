import { assertEquals } from "@std/assert";
import { logTail } from "../../../src/stack/log_tail.ts";

Deno.test("the tail of a log is its last nonempty lines, indented", () => {
  assertEquals(logTail("one\ntwo\n\nthree\n\n", 2), "  two\n  three");
});

Deno.test("the tail of a short log is the whole log", () => {
  assertEquals(logTail("one", 5), "  one");
});

Deno.test("the tail of an empty log says that it is empty", () => {
  assertEquals(logTail("\n \n", 5), "  (its log is empty)");
});
