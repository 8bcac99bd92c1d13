import { assertEquals } from "@std/assert";
import { testGroups } from "../../../tools/test_groups.ts";

Deno.test("testGroups() deals each file to exactly one group, whatever order it finds them in", () => {
  assertEquals(testGroups(["c", "a", "e", "b", "d"], 2), [["a", "c", "e"], ["b", "d"]]);
});

Deno.test("testGroups() makes no empty group", () => {
  assertEquals(testGroups(["a", "b"], 4), [["a"], ["b"]]);
});
