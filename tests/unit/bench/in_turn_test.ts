import { assertEquals } from "@std/assert";
import { inTurn } from "../../../bench/in_turn.ts";

Deno.test("inTurn() starts each round with a different contestant and leaves none out", () => {
  assertEquals([0, 1, 2, 3].map((round) => inTurn(["a", "b", "c"], round).join("")), [
    "abc",
    "bca",
    "cab",
    "abc",
  ]);
  assertEquals(inTurn([], 1), []);
});
