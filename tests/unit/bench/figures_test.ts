import { assertEquals } from "@std/assert";
import { argumentsOf } from "../../../bench/figures.ts";

Deno.test("the recorded command has only the options that affect the figures, and no path", () => {
  const words = ["--quick", "--json", "/somewhere/a.json", "--record", "--rounds", "2"];
  assertEquals(argumentsOf(words), "--quick --rounds 2");
  assertEquals(argumentsOf(["--record", "--json=/somewhere/a.json"]), "");
});
