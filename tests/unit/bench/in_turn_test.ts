import { assertEquals } from "@std/assert";
import { inTurn } from "../../../bench/in_turn.ts";

Deno.test("each round begins with another contestant, and none is left out", () => {
  assertEquals([0, 1, 2, 3].map((round) => inTurn(["a", "b", "c"], round).join("")), [
    "abc",
    "bca",
    "cab",
    "abc",
  ]);
  assertEquals(inTurn([], 1), []);
});
